package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Set;

/** When two values mean the same to Kubernetes. */
final class Scalars {
  /** Maps whose values are quantities. */
  private static final Set<String> QUANTITY_MAPS = Set.of("limits", "requests", "hard", "capacity");

  /** Fields that are quantities. */
  private static final Set<String> QUANTITIES = Set.of("averageValue", "divisor", "sizeLimit");

  /** Maps of free names, in which a field that is called like a quantity is none. */
  private static final Set<String> FREE_MAPS =
      Set.of("annotations", "data", "labels", "matchLabels", "nodeSelector", "options");

  private Scalars() {}

  static boolean same(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }
    return a.equals(b);
  }

  /** Whether a field of this name, in a field of that name, is a quantity. */
  static boolean isQuantity(String parent, String name) {
    return QUANTITY_MAPS.contains(parent)
        || QUANTITIES.contains(name) && !FREE_MAPS.contains(parent);
  }

  /** Whether two quantities are the same amount: {@code 1000m} and {@code 1}. */
  static boolean sameQuantity(JsonNode a, JsonNode b) {
    if (a.equals(b)) {
      return true;
    }
    try {
      return Quantity.parse(a.asText())
              .getNumericalAmount()
              .compareTo(Quantity.parse(b.asText()).getNumericalAmount())
          == 0;
    } catch (IllegalArgumentException | ArithmeticException e) {
      return false;
    }
  }

  /** Whether it says no more than its absence does, wherever the API server leaves it out. */
  static boolean isEmpty(JsonNode node) {
    return node.isNull()
        || node.isContainerNode() && node.isEmpty()
        || node.isTextual() && node.textValue().isEmpty()
        || node.isBoolean() && !node.booleanValue()
        || node.isNumber() && node.decimalValue().signum() == 0;
  }
}
