package io.drover.engine.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;

/**
 * Marks objects that the files do not ask for: a cluster that does not know their kind may do
 * without them.
 */
public final class Implied {
  private static final String ANNOTATION = "drover.io/implied";

  private Implied() {}

  /** Whether the files do not ask for an object. */
  public static boolean is(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations != null && "true".equals(annotations.get(ANNOTATION));
  }

  static void mark(HasMetadata object) {
    object.getMetadata().getAnnotations().put(ANNOTATION, "true");
  }
}
