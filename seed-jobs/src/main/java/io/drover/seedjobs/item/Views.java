package io.drover.seedjobs.item;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the views of a project. */
final class Views {
  private Views() {}

  static List<View> of(Configuration configuration) {
    List<View> views = new ArrayList<>();
    views.add(new View.All("All jobs of " + configuration.project() + "."));
    views.add(new View.Matching("builds", "Components and their packages.", "build-.*"));
    views.add(new View.Matching("images", "Container images.", "image-.*"));
    views.add(new View.Matching("tests", "Tests of all environments.", "test-.*"));
    configuration.environments().forEach(e -> views.add(environment(e)));
    return List.copyOf(views);
  }

  /**
   * Has a prefix, as an environment may be called {@code builds}. Names its tests one by one: all
   * that begins with {@code test-dev-} can also be of an environment {@code dev-eu}.
   */
  private static View environment(Environment environment) {
    String name = environment.name();
    String tests =
        environment.tests().stream()
            .map(test -> "|" + JobNames.test(name, test.name()))
            .collect(Collectors.joining());
    return new View.Matching(
        "env-" + name,
        "Environment %s: deployment, tests, promotion, and the way back.".formatted(name),
        "(deploy|promote|switch|rollback)-%s%s".formatted(name, tests));
  }
}
