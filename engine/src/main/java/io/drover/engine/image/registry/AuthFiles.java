package io.drover.engine.image.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds logins in the files that podman, buildah and docker write, and with docker's credential
 * helpers. Source: containers-auth.json(5) and docker's documentation of {@code config.json}.
 */
final class AuthFiles {
  private static final Duration HELPER_TIMEOUT = Duration.ofSeconds(30);
  private static final String DOCKER_HUB = "https://index.docker.io/v1/";
  private static final String TOKEN = "<token>";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final RegistryAccess access;

  AuthFiles(RegistryAccess access) {
    this.access = access;
  }

  /**
   * The login for a repository.
   *
   * @param address the registry
   * @param path the repository's path in it; a login may be for a part of a registry
   * @throws WorkFailedException if a file or a helper is broken
   */
  Optional<Login> find(String address, String path) throws InterruptedException {
    for (Path file : access.authFiles()) {
      if (Files.exists(file)) {
        Optional<Login> login = find(file, read(file), address, path);
        if (login.isPresent()) {
          return login;
        }
      }
    }
    return Optional.empty();
  }

  /** The files that were looked at, in words. */
  String searched() {
    return access.authFiles().stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private Optional<Login> find(Path file, JsonNode json, String address, String path)
      throws InterruptedException {
    String host = address.equals("docker.io") ? DOCKER_HUB : address;
    JsonNode helper = json.path("credHelpers").path(address);
    if (helper.isTextual()) {
      return ask(helper.asText(), host, file);
    }
    if (json.path("credsStore").isTextual()) {
      Optional<Login> stored = ask(json.path("credsStore").asText(), host, file);
      if (stored.isPresent()) {
        return stored;
      }
    }
    Map<String, JsonNode> entries =
        json.path("auths").properties().stream()
            .collect(
                Collectors.toMap(e -> normal(e.getKey()), Map.Entry::getValue, (one, two) -> one));
    for (String key : keys(address, path)) {
      if (entries.containsKey(key)) {
        Optional<Login> login = login(entries.get(key), key, file);
        if (login.isPresent()) {
          return login;
        }
      }
    }
    return Optional.empty();
  }

  /** The repository, the folders above it, the registry: the first that has a login decides. */
  private static List<String> keys(String address, String path) {
    List<String> keys = new ArrayList<>();
    String key = address + "/" + path;
    for (int end = key.length(); end > address.length(); end = key.lastIndexOf('/', end - 1)) {
      keys.add(key.substring(0, end));
    }
    keys.add(address);
    return keys;
  }

  /** Older files have URLs as keys. */
  private static String normal(String key) {
    String plain = key.replaceFirst("^https?://", "").replaceFirst("(/v[12])?/?$", "");
    return plain.equals("index.docker.io") ? "docker.io" : plain;
  }

  private static Optional<Login> login(JsonNode entry, String key, Path file) {
    String identity = entry.path("identitytoken").asText();
    if (!identity.isEmpty()) {
      return Optional.of(new Login("", identity, file.toString()));
    }
    if (entry.hasNonNull("username") && entry.hasNonNull("password")) {
      return Optional.of(
          new Login(
              entry.path("username").asText(), entry.path("password").asText(), file.toString()));
    }
    String auth = entry.path("auth").asText();
    if (auth.isEmpty()) {
      return Optional.empty();
    }
    String decoded = decode(auth, key, file);
    int colon = decoded.indexOf(':');
    if (colon < 1) {
      throw broken(file, "its auth for " + key + " is no user:password in base64");
    }
    String password = decoded.substring(colon + 1).replaceFirst("\0+$", "");
    return Optional.of(new Login(decoded.substring(0, colon), password, file.toString()));
  }

  private static String decode(String auth, String key, Path file) {
    try {
      return new String(Base64.getMimeDecoder().decode(auth), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw broken(file, "its auth for " + key + " is no user:password in base64");
    }
  }

  /** Asks a credential helper; one that knows no login says so with a status. */
  private Optional<Login> ask(String helper, String host, Path file) throws InterruptedException {
    String program = "docker-credential-" + helper;
    String origin = "%s (named in %s)".formatted(program, file);
    Command.Result answer =
        Command.of(program, "get")
            .with(access.environment())
            .timeout(HELPER_TIMEOUT)
            .input(host)
            .run();
    if (answer.output().contains("credentials not found")) {
      return Optional.empty();
    }
    if (!answer.succeeded()) {
      // Its standard output is not shown: a helper may write the secret there before it fails.
      throw new WorkFailedException(
          "could not get the login for %s from %s: %s"
              .formatted(host, origin, answer.timedOut() ? "no answer" : reason(answer)));
    }
    try {
      JsonNode json = MAPPER.readTree(answer.output());
      String user = json.path("Username").asText();
      return Optional.of(
          new Login(user.equals(TOKEN) ? "" : user, json.path("Secret").asText(), origin));
    } catch (JsonProcessingException e) {
      throw new WorkFailedException(
          "could not get the login for %s from %s: its answer is no JSON".formatted(host, origin));
    }
  }

  private static String reason(Command.Result answer) {
    return answer.error().isBlank()
        ? "it ended with status " + answer.status()
        : answer.lastLines(1);
  }

  private static JsonNode read(Path file) {
    try {
      String text = Files.readString(file);
      return text.isBlank() ? MAPPER.createObjectNode() : MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw broken(file, "it is no JSON");
    } catch (IOException e) {
      throw broken(file, Trees.why(e));
    }
  }

  private static WorkFailedException broken(Path file, String why) {
    return new WorkFailedException(
        "could not read the logins for registries in %s: %s".formatted(file, why));
  }
}
