package io.drover.config.check;

import io.drover.config.problem.Problems;
import io.drover.config.tree.Value.Fields;
import java.util.List;
import java.util.Optional;

/**
 * One of the three files as far as it could be read.
 *
 * @param name its name as the user gave it
 * @param root what is usable of it; empty if it is missing or no YAML
 * @param problems gets what the checks find
 */
public record ReadFile(String name, Optional<Fields> root, Problems problems) {
  /** Whether all names in a list of the file are known, so that others can be called unknown. */
  boolean declaresAll(String key) {
    return root.isPresent()
        && root.get().complete(key)
        && (root.get().has(key) || !problems.hasErrors())
        && objects(key).stream().allMatch(object -> object.has("name"));
  }

  List<Fields> objects(String key) {
    return root.map(fields -> fields.objects(key)).orElse(List.of());
  }
}
