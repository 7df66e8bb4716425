package io.drover.engine.image;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where package managers get packages from on this platform: what they themselves read from the
 * environment, taken from Drover's own. Values may hold credentials, which are never shown.
 */
final class PlatformSettings {
  /** Variables that are handed on as they are. */
  private static final List<String> VARIABLES =
      List.of(
          "PIP_INDEX_URL",
          "PIP_EXTRA_INDEX_URL",
          "PIP_TRUSTED_HOST",
          "NPM_CONFIG_REGISTRY",
          "npm_config_registry",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "no_proxy");

  /** Variables that name a file, which is handed on under another name. */
  private static final Map<String, String> FILES =
      new TreeMap<>(
          Map.of(
              "PIP_CONFIG_FILE", "pip.conf",
              "NPM_CONFIG_USERCONFIG", "npmrc",
              "GEMRC", "gemrc",
              "DROVER_CA_CERTIFICATES", "ca.pem"));

  private static final Pattern USER_INFO = Pattern.compile("://([^/@\\s'\"]+)@");
  private static final Pattern ENCODED = Pattern.compile("(?:[^%]|%[0-9a-fA-F]{2})+");
  private static final Pattern ASSIGNED =
      Pattern.compile("(?i)(?:_auth|_authToken|password|token)\\s*[=:]\\s*\"?([^\\s\"]+)");

  private final Map<String, String> variables = new TreeMap<>();
  private final Map<String, String> files = new TreeMap<>();
  private final List<String> credentials = new ArrayList<>();

  private PlatformSettings(Map<String, String> environment) {
    for (String name : VARIABLES) {
      value(environment, name).ifPresent(value -> variables.put(name, value));
    }
    FILES.forEach(
        (name, file) ->
            value(environment, name).ifPresent(path -> files.put(file, read(name, Path.of(path)))));
    // gem has no variable for a source.
    value(environment, "RUBYGEMS_HOST")
        .ifPresent(host -> files.putIfAbsent("gemrc", "---\n:sources:\n- %s\n".formatted(host)));
    variables.values().forEach(this::findCredentials);
    files.values().forEach(this::findCredentials);
    credentials.sort(Comparator.comparingInt(String::length).reversed());
  }

  /**
   * The settings of an environment.
   *
   * @throws WorkFailedException if a file that it names cannot be read
   */
  static PlatformSettings of(Map<String, String> environment) {
    return new PlatformSettings(environment);
  }

  /** Certificates of the platform's own authorities, PEM; empty if it has none. */
  Optional<String> certificates() {
    return Optional.ofNullable(files.get("ca.pem"));
  }

  /** Writes the files, and {@code environment.sh}, which sets the variables. */
  void write(Path folder, String mounted) throws IOException {
    StringBuilder script = new StringBuilder();
    variables.forEach((name, value) -> script.append(export(name, value)));
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      if (files.containsKey(file.getValue())) {
        Files.writeString(folder.resolve(file.getValue()), files.get(file.getValue()));
        script.append(export(file.getKey(), mounted + "/" + file.getValue()));
      }
    }
    Files.writeString(folder.resolve("environment.sh"), script);
  }

  /** A text without the credentials. */
  String masked(String text) {
    String masked = text;
    for (String credential : credentials) {
      masked = masked.replace(credential, "***");
    }
    return masked;
  }

  private void findCredentials(String text) {
    Matcher userInfo = USER_INFO.matcher(text);
    while (userInfo.find()) {
      String both = userInfo.group(1);
      credential(both);
      credential(both.substring(both.indexOf(':') + 1));
    }
    Matcher assigned = ASSIGNED.matcher(text);
    while (assigned.find()) {
      credential(assigned.group(1));
    }
  }

  /** Programs show those of URLs as they are written, or decoded. */
  private void credential(String credential) {
    credentials.add(credential);
    if (ENCODED.matcher(credential).matches()) {
      String plus = credential.replace("+", "%2B");
      credentials.add(URLDecoder.decode(plus, StandardCharsets.UTF_8));
    }
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static String read(String variable, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not read %s, which %s names: %s".formatted(file, variable, Trees.why(e)), e);
    }
  }

  private static String export(String name, String value) {
    return "export %s='%s'%n".formatted(name, value.replace("'", "'\\''"));
  }
}
