package io.drover.engine.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.WorkFailedException;
import io.drover.engine.image.registry.Login;
import io.drover.engine.process.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets docker's programs log in as Drover does. They know only docker's own configuration; they get
 * a copy of it, with the login in it.
 */
final class DockerLogin {
  private static final String FILE = "config.json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Registry registry;
  private final Map<String, String> environment;

  DockerLogin(Registry registry, Map<String, String> environment) {
    this.registry = registry;
    this.environment = environment;
  }

  /**
   * Prepares a command.
   *
   * @param path the repository that it pushes to
   * @param folder where the copy is made; to be deleted afterwards
   */
  Command apply(Command command, String path, Path folder) throws InterruptedException {
    Optional<Login> login = registry.client().login(path);
    if (login.isPresent()) {
      command.with("DOCKER_CONFIG", copy(login.get(), folder).toString());
    }
    return command;
  }

  private Path copy(Login login, Path folder) {
    Path own =
        Path.of(
            environment.getOrDefault(
                "DOCKER_CONFIG", environment.getOrDefault("HOME", "/") + "/.docker"));
    Path copy = folder.resolve("docker-config");
    try {
      if (Files.exists(copy)) {
        return copy;
      }
      Files.createDirectory(
          copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      ObjectNode json = MAPPER.createObjectNode();
      if (Files.isDirectory(own)) {
        // Contexts and plugins lie beside the file.
        for (Path entry : entries(own)) {
          Files.createSymbolicLink(copy.resolve(entry.getFileName()), entry);
        }
        if (Files.exists(own.resolve(FILE))) {
          json = (ObjectNode) MAPPER.readTree(Files.readString(own.resolve(FILE)));
        }
      }
      Files.writeString(copy.resolve(FILE), with(json, login).toString());
      return copy;
    } catch (IOException | ClassCastException e) {
      throw new WorkFailedException(
          "could not make a configuration for docker from %s: %s".formatted(own, e.getMessage()),
          e);
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(entry -> !entry.getFileName().toString().equals(FILE))
          .map(Path::toAbsolutePath)
          .toList();
    }
  }

  private ObjectNode with(ObjectNode json, Login login) {
    String key =
        registry.address().equals("docker.io") ? "https://index.docker.io/v1/" : registry.address();
    // Helpers would go before the entry.
    json.remove("credsStore");
    json.withObject("/credHelpers").remove(registry.address());
    ObjectNode entry = json.withObject("/auths").putObject(key);
    if (login.isIdentityToken()) {
      entry.put("identitytoken", login.secret());
    } else {
      String pair = login.user() + ":" + login.secret();
      entry.put("auth", Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    return json;
  }
}
