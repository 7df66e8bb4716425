package io.drover.engine.kubernetes;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whose an object is. Drover changes and deletes only what carries all three labels.
 *
 * @param project the project's name
 * @param environment the environment's name
 */
public record Ownership(String project, String environment) {
  /** The label that says which tool made an object. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** The label with the name of the service that an object is of. */
  public static final String INSTANCE = "app.kubernetes.io/instance";

  /** The label with the version of what runs. */
  public static final String VERSION = "app.kubernetes.io/version";

  /** The label with the project's name. */
  public static final String PART_OF = "app.kubernetes.io/part-of";

  /** The label with the environment's name. */
  public static final String ENVIRONMENT = "drover.io/environment";

  /** The label with the colour of what there is one of for each colour. */
  public static final String COLOUR = "drover.io/colour";

  /** The value of {@link #MANAGED_BY}, and the field manager of what is applied. */
  public static final String MANAGER = "drover";

  /** The labels that all objects of the environment carry, and no others do. */
  public Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(PART_OF, Labels.value(project));
    labels.put(MANAGED_BY, MANAGER);
    labels.put(ENVIRONMENT, Labels.value(environment));
    return Collections.unmodifiableMap(labels);
  }

  /** Whether an object with these labels is the environment's. */
  public boolean owns(Map<String, String> labels) {
    return labels.entrySet().containsAll(labels().entrySet());
  }

  /** Selects the environment's objects, as the API writes a label selector. */
  public String selector() {
    return labels().entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(","));
  }
}
