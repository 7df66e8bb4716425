package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Objects without what the API server counts and notes. */
final class Normalized {
  /** What the deployment controller notes, which nobody asked for. */
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private Normalized() {}

  static ObjectNode of(ObjectNode object) {
    ObjectNode copy = Applicable.withoutServerFields(object.deepCopy());
    if (copy.path("metadata").get("annotations") instanceof ObjectNode annotations) {
      annotations.remove(REVISION);
      if (annotations.isEmpty()) {
        Applicable.metadata(copy).remove("annotations");
      }
    }
    return copy;
  }

  /** Whether two states of an object differ only in status and bookkeeping. */
  static boolean same(ObjectNode before, ObjectNode after) {
    return of(before).equals(of(after));
  }
}
