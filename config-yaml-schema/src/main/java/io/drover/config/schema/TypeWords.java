package io.drover.config.schema;

import io.drover.config.schema.ScalarRules.ScalarType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Types in words. */
final class TypeWords {
  private TypeWords() {}

  static String of(SchemaNode node) {
    List<String> forms = new ArrayList<>();
    node.scalar().ifPresent(rules -> forms.add(scalar(rules)));
    node.object().ifPresent(rules -> forms.add(object(rules)));
    node.list().ifPresent(elements -> forms.add("list of " + elements(elements)));
    return forms.isEmpty() ? "anything" : String.join(", or ", forms);
  }

  private static String scalar(ScalarRules rules) {
    if (!rules.values().isEmpty()) {
      return rules.types().contains(ScalarType.BOOLEAN)
          ? "`true` or `false`"
          : rules.values().stream()
              .map(value -> "`" + value + "`")
              .collect(Collectors.joining(", "));
    }
    if (rules.onlyNumbers()) {
      String number = rules.types().contains(ScalarType.NUMBER) ? "number" : "whole number";
      return number + range(rules);
    }
    return "text";
  }

  private static String range(ScalarRules rules) {
    String least = rules.minimum().map(BigDecimal::toPlainString).orElse("");
    String most = rules.maximum().map(BigDecimal::toPlainString).orElse("");
    if (least.isEmpty() && most.isEmpty()) {
      return "";
    }
    return most.isEmpty()
        ? ", at least " + least
        : least.isEmpty() ? ", at most " + most : ", " + least + "–" + most;
  }

  private static String object(ObjectRules rules) {
    return rules.properties().isEmpty() && rules.additional().isPresent()
        ? "object of names and values"
        : "object";
  }

  private static String elements(SchemaNode elements) {
    List<String> forms = new ArrayList<>();
    elements.scalar().ifPresent(rules -> forms.add(rules.onlyNumbers() ? "numbers" : "texts"));
    elements.object().ifPresent(rules -> forms.add("objects"));
    return String.join(" or ", forms);
  }
}
