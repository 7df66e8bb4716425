package io.drover.config.check;

import io.drover.config.problem.Problems;
import io.drover.config.problem.Wording;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Names that must be there only once. */
final class Duplicates {
  private Duplicates() {}

  /** Checks the values of a key in a list of objects. */
  static void check(
      List<Fields> objects, String key, String what, UnaryOperator<String> form, Problems out) {
    Map<String, Text> first = new HashMap<>();
    for (Fields object : objects) {
      object.scalar(key).ifPresent(name -> check(name, what, form, first, out));
    }
  }

  /** Checks one more name against those before it. */
  static void check(
      Text name, String what, UnaryOperator<String> form, Map<String, Text> first, Problems out) {
    Text other = first.putIfAbsent(form.apply(name.text()), name);
    if (other == null || other.place().equals(name.place())) {
      return;
    }
    boolean same = other.text().equals(name.text());
    String message =
        same
            ? "another " + what + " is called " + Wording.quote(name.text())
            : Wording.quote(name.text()) + " and " + Wording.quote(other.text()) + " are one name";
    out.error(
        name.place(),
        same ? "duplicate-name" : "name-clash",
        message + ", on line " + other.place().line(),
        "give each " + what + " a name of its own");
  }
}
