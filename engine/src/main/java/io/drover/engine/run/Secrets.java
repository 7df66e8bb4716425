package io.drover.engine.run;

import io.drover.config.model.EnvironmentVariable;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Secrets of a run on this machine: files {@code <scope>/<secret>/<key>}, laid out as Kubernetes
 * mounts them.
 */
final class Secrets {
  private final Path folder;

  Secrets(Path folder) {
    this.folder = folder;
  }

  /**
   * Variables with their values; those of secrets are masked in the log from now on.
   *
   * @param scope the environment, or {@code builds}
   * @throws WorkFailedException if a secret is missing; names the file that should hold it
   */
  Map<String, String> environment(List<EnvironmentVariable> variables, String scope, TaskLog log) {
    Map<String, String> values = new TreeMap<>();
    for (EnvironmentVariable variable : variables) {
      if (variable instanceof EnvironmentVariable.Literal literal) {
        values.put(literal.name(), literal.value());
      } else if (variable instanceof EnvironmentVariable.FromSecret secret) {
        String value = read(scope, secret);
        log.mask(value);
        values.put(secret.name(), value);
      } else {
        throw new WorkFailedException(
            "%s: pod_field means something only in a pod".formatted(variable.name()));
      }
    }
    return values;
  }

  private String read(String scope, EnvironmentVariable.FromSecret secret) {
    Path file = folder.resolve(scope).resolve(secret.secret()).resolve(secret.key());
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new WorkFailedException(
          "%s needs the secret %s/%s: write its value into %s (%s)"
              .formatted(secret.name(), secret.secret(), secret.key(), file, Trees.why(e)),
          e);
    }
  }
}
