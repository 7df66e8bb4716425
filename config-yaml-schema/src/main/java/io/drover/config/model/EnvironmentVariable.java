package io.drover.config.model;

/** A variable of a process's environment. */
public sealed interface EnvironmentVariable {
  /** The variable's name. */
  String name();

  /**
   * A variable with a value that stands in the file.
   *
   * @param name the variable's name
   * @param value the text as written
   */
  record Literal(String name, String value) implements EnvironmentVariable {}

  /**
   * A variable whose value is kept in a secret.
   *
   * @param name the variable's name
   * @param secret the secret's name
   * @param key the key inside the secret
   */
  record FromSecret(String name, String secret, String key) implements EnvironmentVariable {}

  /**
   * A variable whose value is a field of the pod it runs in.
   *
   * @param name the variable's name
   * @param field path of the field, for example {@code status.podIP}
   */
  record FromPodField(String name, String field) implements EnvironmentVariable {}
}
