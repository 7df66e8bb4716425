package io.drover.config.yaml;

import io.drover.config.problem.Problems;
import io.drover.config.problem.Secrets;
import io.drover.config.problem.Wording;
import io.drover.config.schema.ScalarRules;
import io.drover.config.schema.ScalarRules.ScalarType;
import io.drover.config.schema.SchemaNode;
import io.drover.config.tree.Place;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks a scalar's text against the rules of its schema; at most one error for each. */
final class ScalarCheck {
  private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]{1,18}(\\.[0-9]{0,18})?|\\.[0-9]{1,18})([eE][-+]?[0-9]{1,2})?");

  private final Problems problems;

  ScalarCheck(Problems problems) {
    this.problems = problems;
  }

  /**
   * Checks a text.
   *
   * @return the text to go on with; empty if it breaks a rule
   */
  Optional<String> check(String written, Place place, String name, SchemaNode schema) {
    if (Secrets.looksSecret(written)) {
      credential(problems, place, name);
    }
    if (schema.scalar().isEmpty()) {
      return Optional.of(written);
    }
    ScalarRules rules = schema.scalar().get();
    String text =
        rules.types().contains(ScalarType.BOOLEAN) && !rules.values().isEmpty()
            ? written.toLowerCase(Locale.ROOT)
            : written;
    if (schema.emptyAllowed() && text.isEmpty()) {
      return Optional.of(text);
    }
    Fault fault = fault(text, rules, schema);
    if (fault == null) {
      return Optional.of(text);
    }
    boolean hidden = schema.secret() || Secrets.hidesValueOf(name);
    String value = hidden ? "the value" : Wording.quote(written);
    problems.error(
        place,
        fault.code(),
        Wording.quote(name) + ": " + value + " " + fault.message(),
        fault.hint());
    return Optional.empty();
  }

  /** Warns of a credential in the clear. */
  static void credential(Problems problems, Place place, String name) {
    problems.warning(
        place,
        "credential-in-clear",
        Wording.quote(name) + " looks like a credential in the clear",
        "keep it in a secret or in the credentials store and refer to it by name");
  }

  private static Fault fault(String text, ScalarRules rules, SchemaNode schema) {
    String hint = schema.words().hint().orElse("");
    if (rules.onlyNumbers() && !number(rules, text)) {
      String kind = rules.types().contains(ScalarType.NUMBER) ? "a number" : "a whole number";
      return new Fault("wrong-type", "is not " + kind, hint.isEmpty() ? "write digits" : hint);
    }
    if (!rules.values().isEmpty()) {
      return rules.values().contains(text)
          ? null
          : new Fault(
              code(schema, "unknown-value"),
              "is not known here",
              hint.isEmpty() ? Wording.suggestion(text, rules.values()) : hint);
    }
    int length = text.codePointCount(0, text.length());
    if (length < rules.minLength()) {
      return new Fault(code(schema, "empty-value"), "is empty", hint);
    }
    if (length > rules.maxLength()) {
      String message = "has " + length + " characters, more than " + rules.maxLength();
      return new Fault(code(schema, "too-long"), message, hint);
    }
    if (rules.pattern().isPresent() && !rules.pattern().get().fits(text)) {
      String message = schema.words().message().orElse("is not of the form that is wanted here");
      return new Fault(code(schema, "bad-value"), message, hint);
    }
    return rangeFault(text, rules, schema, hint);
  }

  private static Fault rangeFault(String text, ScalarRules rules, SchemaNode schema, String hint) {
    boolean bounded = rules.minimum().isPresent() || rules.maximum().isPresent();
    if (!bounded || !NUMBER.matcher(text).matches()) {
      return null;
    }
    BigDecimal number = new BigDecimal(text);
    String range = hint.isEmpty() ? range(rules) : hint;
    if (rules.minimum().filter(least -> number.compareTo(least) < 0).isPresent()) {
      String message = "is less than " + rules.minimum().get();
      return new Fault(code(schema, "out-of-range"), message, range);
    }
    if (rules.maximum().filter(most -> number.compareTo(most) > 0).isPresent()) {
      String message = "is more than " + rules.maximum().get();
      return new Fault(code(schema, "out-of-range"), message, range);
    }
    return null;
  }

  private static String range(ScalarRules rules) {
    String least = rules.minimum().map(BigDecimal::toPlainString).orElse("any");
    return rules
        .maximum()
        .map(most -> "give " + least + " to " + most)
        .orElse("give a greater one");
  }

  private static boolean number(ScalarRules rules, String text) {
    Pattern form = rules.types().contains(ScalarType.NUMBER) ? NUMBER : INTEGER;
    return form.matcher(text).matches();
  }

  private static String code(SchemaNode schema, String general) {
    return schema.words().code().orElse(general);
  }

  private record Fault(String code, String message, String hint) {}
}
