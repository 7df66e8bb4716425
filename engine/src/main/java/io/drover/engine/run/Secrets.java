package io.drover.engine.run;

import io.drover.config.model.EnvironmentVariable;
import io.drover.engine.WorkFailedException;
import io.drover.engine.secret.Masking;
import io.drover.engine.secret.SecretFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The variables of a run's jobs, with the values of secrets. */
final class Secrets {
  private final SecretFiles files;
  private final Map<String, String> given;

  Secrets(SecretFiles files) {
    this(files, Map.of());
  }

  /**
   * Secrets of which some may have been given to this process by their variables' names.
   *
   * @param given the process's environment; files go before it
   */
  Secrets(SecretFiles files, Map<String, String> given) {
    this.files = files;
    this.given = given;
  }

  SecretFiles files() {
    return files;
  }

  /**
   * Variables with their values; those of secrets are masked from now on.
   *
   * @param scope the environment, or {@link SecretFiles#BUILDS}
   * @param log is told of values that are too short to be masked
   * @throws WorkFailedException if a secret is missing; names the file that should hold it
   */
  Map<String, String> environment(
      List<EnvironmentVariable> variables, String scope, Consumer<String> log) {
    Map<String, String> values = literals(variables);
    for (EnvironmentVariable.FromSecret secret : secrets(variables)) {
      values.put(secret.name(), read(scope, secret, log));
    }
    return values;
  }

  /** The variables that are no secrets. */
  static Map<String, String> literals(List<EnvironmentVariable> variables) {
    Map<String, String> values = new TreeMap<>();
    for (EnvironmentVariable variable : variables) {
      if (variable instanceof EnvironmentVariable.Literal literal) {
        values.put(literal.name(), literal.value());
      } else if (!(variable instanceof EnvironmentVariable.FromSecret)) {
        throw podField(variable);
      }
    }
    return values;
  }

  /** Those whose values are secrets. */
  static List<EnvironmentVariable.FromSecret> secrets(List<EnvironmentVariable> variables) {
    return variables.stream()
        .filter(EnvironmentVariable.FromSecret.class::isInstance)
        .map(EnvironmentVariable.FromSecret.class::cast)
        .toList();
  }

  private static WorkFailedException podField(EnvironmentVariable variable) {
    return new WorkFailedException(
        "%s: pod_field means something only in a pod".formatted(variable.name()));
  }

  private String read(String scope, EnvironmentVariable.FromSecret secret, Consumer<String> log) {
    String value =
        files
            .read(scope, secret.secret(), secret.key())
            .or(() -> Optional.ofNullable(given.get(secret.name())))
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "%s needs the secret %s/%s: write its value into %s"
                            .formatted(
                                secret.name(),
                                secret.secret(),
                                secret.key(),
                                files.file(scope, secret.secret(), secret.key()))));
    if (!value.isEmpty() && !files.masking().hide(value)) {
      log.accept(
          "warning: the secret %s/%s has less than %d characters and is not masked"
              .formatted(secret.secret(), secret.key(), Masking.SHORTEST));
    }
    return value;
  }
}
