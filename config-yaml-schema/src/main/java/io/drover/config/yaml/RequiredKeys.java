package io.drover.config.yaml;

import io.drover.config.problem.Problems;
import io.drover.config.schema.ObjectRules;
import io.drover.config.tree.Place;
import io.drover.config.tree.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks which keys of an object must be there, and which exclude each other. */
final class RequiredKeys {
  private final Problems problems;
  private final ObjectRules rules;

  RequiredKeys(Problems problems, ObjectRules rules) {
    this.problems = problems;
    this.rules = rules;
  }

  /** The keys that are not deprecated. */
  static List<String> current(ObjectRules rules) {
    return rules.properties().entrySet().stream()
        .filter(entry -> entry.getValue().aliasOf().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Checks an object: its known keys, in their current spelling, whatever their values. */
  void check(Fields seen) {
    Place place = seen.place();
    for (String key : rules.required()) {
      if (!seen.has(key)) {
        missing(place, "`" + key + "` is missing", "add `" + key + ": …`");
      }
    }
    if (!rules.anyOf().isEmpty() && complete(rules.anyOf(), seen).isEmpty()) {
      missing(place, words(rules.anyOf()) + " is missing", "add what is missing");
    }
    if (rules.oneOf().isEmpty()) {
      return;
    }
    List<Set<String>> complete = complete(rules.oneOf(), seen);
    if (complete.isEmpty()) {
      missing(place, words(rules.oneOf()) + " is missing", "add what is missing");
    } else if (complete.size() > 1) {
      problems.error(
          place, "conflicting-keys", "only one may stand here: " + words(complete), "keep one");
    }
  }

  private static List<Set<String>> complete(List<Set<String>> sets, Fields seen) {
    List<Set<String>> complete = new ArrayList<>();
    for (Set<String> set : sets) {
      if (hasAll(seen, set)) {
        complete.add(set);
      }
    }
    return complete;
  }

  private static boolean hasAll(Fields seen, Set<String> keys) {
    for (String key : keys) {
      if (!seen.has(key)) {
        return false;
      }
    }
    return true;
  }

  private void missing(Place place, String message, String hint) {
    problems.error(place, "missing-key", message, hint);
  }

  private static String words(Iterable<Set<String>> sets) {
    StringBuilder words = new StringBuilder();
    for (Set<String> set : sets) {
      words.append(words.isEmpty() ? "" : ", or ");
      words.append(set.stream().map(key -> "`" + key + "`").collect(Collectors.joining(" with ")));
    }
    return words.toString();
  }
}
