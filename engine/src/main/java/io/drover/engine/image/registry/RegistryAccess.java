package io.drover.engine.image.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Where logins and certificates for registries lie: the places that podman, buildah and docker use,
 * so that one {@code podman login} or {@code docker login} serves all of them.
 *
 * @param authFiles files with logins in the format of docker's {@code config.json}; the first that
 *     has one for a registry decides; files may be missing
 * @param certificateFolders folders {@code certs.d} with a folder for each registry, named as its
 *     address; folders may be missing
 * @param environment what credential helpers see beside Drover's own environment
 */
public record RegistryAccess(
    List<Path> authFiles, List<Path> certificateFolders, Map<String, String> environment) {

  public RegistryAccess {
    authFiles = List.copyOf(authFiles);
    certificateFolders = List.copyOf(certificateFolders);
    environment = Map.copyOf(environment);
  }

  /** What is on this machine, for its present user. */
  public static RegistryAccess ofThisMachine() {
    return of(System.getenv());
  }

  /**
   * What an environment leads to, for this machine's present user.
   *
   * @param environment variables
   */
  public static RegistryAccess of(Map<String, String> environment) {
    return of(environment, userId());
  }

  /**
   * The places that an environment leads to. Source: containers-auth.json(5), containers-certs.d(5)
   * and docker's documentation.
   *
   * @param environment variables
   * @param uid the user's id, for the default of {@code XDG_RUNTIME_DIR}
   */
  static RegistryAccess of(Map<String, String> environment, String uid) {
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    return new RegistryAccess(
        authFiles(environment, home, uid),
        List.of(
            home.resolve(".config/containers/certs.d"),
            Path.of("/etc/containers/certs.d"),
            Path.of("/etc/docker/certs.d")),
        Map.of());
  }

  private static List<Path> authFiles(Map<String, String> environment, Path home, String uid) {
    if (isSet(environment, "REGISTRY_AUTH_FILE")) {
      return List.of(Path.of(environment.get("REGISTRY_AUTH_FILE")));
    }
    if (isSet(environment, "DOCKER_CONFIG")) {
      return List.of(Path.of(environment.get("DOCKER_CONFIG"), "config.json"));
    }
    LinkedHashSet<Path> files = new LinkedHashSet<>();
    if (isSet(environment, "XDG_RUNTIME_DIR")) {
      files.add(Path.of(environment.get("XDG_RUNTIME_DIR"), "containers/auth.json"));
    }
    files.add(Path.of("/run/containers", uid, "auth.json"));
    Path configuration =
        isSet(environment, "XDG_CONFIG_HOME")
            ? Path.of(environment.get("XDG_CONFIG_HOME"))
            : home.resolve(".config");
    files.add(configuration.resolve("containers/auth.json"));
    files.add(home.resolve(".docker/config.json"));
    return new ArrayList<>(files);
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }

  private static String userId() {
    try {
      return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "0";
    }
  }
}
