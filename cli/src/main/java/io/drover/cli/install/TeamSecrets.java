package io.drover.cli.install;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A team's Secrets, made of a folder of files: those with the names of Jenkins' variables, {@code
 * key.asc} that signs packages, {@code htpasswd} of the registry. They go to the cluster and
 * nowhere else.
 */
public final class TeamSecrets {
  private static final String SIGNING_KEY = "key.asc";
  private static final String LOGINS = "htpasswd";

  /** Without these Jenkins does not start with the settings of an overlay. */
  private static final List<String> NEEDED =
      List.of("JENKINS_ADMIN_USER", "JENKINS_ADMIN_PASSWORD", "DROVER_PACKAGES_KEY");

  private final Team team;
  private final Map<String, String> files;

  private TeamSecrets(Team team, Map<String, String> files) {
    this.team = team;
    this.files = files;
  }

  /**
   * Reads the folder.
   *
   * @throws WorkFailedException if there is no such folder, or a secret is missing, empty, or has a
   *     name that nothing reads; no value is in its message
   */
  public static List<HasMetadata> read(Team team, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new WorkFailedException("--secrets: %s is no folder".formatted(folder));
    }
    TreeMap<String, String> files = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (Path file : Trees.glob(folder, "*")) {
      String name = file.getFileName().toString();
      byte[] bytes = bytes(file);
      if (!names(team).contains(name)) {
        wrong.add("%s is the name of no secret; there are %s".formatted(file, names(team)));
      } else if (bytes.length == 0) {
        wrong.add("%s is empty".formatted(file));
      }
      files.put(name, Base64.getEncoder().encodeToString(bytes));
    }
    TreeSet<String> missing = new TreeSet<>(NEEDED);
    if (team.makesRegistry()) {
      missing.add(LOGINS);
    }
    missing.removeAll(files.keySet());
    missing.forEach(name -> wrong.add("%s is missing".formatted(folder.resolve(name))));
    if (!wrong.isEmpty()) {
      throw new WorkFailedException(String.join("\ndrover: ", wrong));
    }
    return new TeamSecrets(team, files).objects();
  }

  private static TreeSet<String> names(Team team) {
    TreeSet<String> names = new TreeSet<>(Team.SECRETS);
    names.add(SIGNING_KEY);
    if (team.makesRegistry()) {
      names.add(LOGINS);
    }
    return names;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, Trees.why(e)), e);
    }
  }

  private List<HasMetadata> objects() {
    List<HasMetadata> objects = new ArrayList<>();
    Map<String, String> jenkins = new TreeMap<>(files);
    String key = jenkins.remove(SIGNING_KEY);
    String logins = jenkins.remove(LOGINS);
    objects.add(secret(team.jenkinsNamespace(), "jenkins", jenkins));
    if (key != null) {
      objects.add(secret(team.packagesNamespace(), "aptly-signing-key", Map.of(SIGNING_KEY, key)));
    }
    if (logins != null) {
      objects.add(secret(team.packagesNamespace(), "registry-logins", Map.of(LOGINS, logins)));
    }
    return objects;
  }

  private static HasMetadata secret(String namespace, String name, Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .addToLabels("app.kubernetes.io/part-of", "drover")
        .endMetadata()
        .withType("Opaque")
        .withData(data)
        .build();
  }
}
