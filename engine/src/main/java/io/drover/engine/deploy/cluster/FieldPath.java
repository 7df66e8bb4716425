package io.drover.engine.deploy.cluster;

/** Paths of fields as people write them. */
final class FieldPath {
  private FieldPath() {}

  /**
   * The path of an API server's message, in which list elements are named by keys: {@code
   * .spec.containers[name="web"].image} becomes {@code spec.containers[web].image}.
   */
  static String readable(String field) {
    if (field == null || field.isBlank()) {
      return "it";
    }
    return field
        .replaceFirst("^\\.", "")
        .replaceAll("\\[\\w+=\"([^\"]*)\"\\]", "[$1]")
        .replaceAll("\\[\\w+=([^\\],\"]*),\\w+=\"[^\"]*\"\\]", "[$1]");
  }
}
