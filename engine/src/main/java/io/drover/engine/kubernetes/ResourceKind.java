package io.drover.engine.kubernetes;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a {@code type} of the files is in the cluster.
 *
 * @param apiVersion group and version
 * @param kind the kind
 * @param optionsField field of {@code spec} that takes {@code options}; empty: they are its fields
 */
public record ResourceKind(String apiVersion, String kind, Optional<String> optionsField) {
  /** Those that environment-operator knew; its operators read {@code spec.options}. */
  private static final List<String> OF_ENVIRONMENT_OPERATOR =
      List.of(
          "atlas",
          "aurora",
          "cassandra",
          "cb",
          "cloudfront",
          "cron",
          "docdb",
          "dynamodb",
          "es",
          "kafka",
          "mongo",
          "msk",
          "mysql",
          "neptune",
          "postgres",
          "redis",
          "s3",
          "sns",
          "sqs",
          "zookeeper");

  /** What holds for the types that nobody decided about, by type. */
  public static final Map<String, ResourceKind> DEFAULTS = defaults();

  private static Map<String, ResourceKind> defaults() {
    Map<String, ResourceKind> kinds = new TreeMap<>();
    for (String type : OF_ENVIRONMENT_OPERATOR) {
      String kind = type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
      kinds.put(type, new ResourceKind("prsn.io/v1", kind, Optional.of("options")));
    }
    kinds.put("helmchart", new ResourceKind("helm.cattle.io/v1", "HelmChart", Optional.empty()));
    return Collections.unmodifiableMap(kinds);
  }
}
