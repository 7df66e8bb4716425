package io.drover.config.check;

import io.drover.config.problem.Problems;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Checks the objects that an environment makes of files. */
final class GistChecks {
  private static final Set<String> MADE_OF_FILES = Set.of("configmap", "secret");

  private final Problems out;

  GistChecks(Problems out) {
    this.out = out;
  }

  void check(List<Fields> gists) {
    Map<String, Map<String, Text>> firstByType = new HashMap<>();
    for (Fields gist : gists) {
      String type = gist.text("type").orElse("");
      Map<String, Text> first = firstByType.computeIfAbsent(type, t -> new HashMap<>());
      gist.scalar("name")
          .ifPresent(name -> Duplicates.check(name, type, UnaryOperator.identity(), first, out));
      if (gist.has("files") && !type.isEmpty() && !MADE_OF_FILES.contains(type)) {
        out.error(
            gist.keyPlace("files"),
            "bad-gist",
            "a " + type + " cannot be made of `files`",
            "give the file with the object as `path`");
      }
    }
  }
}
