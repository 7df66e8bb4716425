package io.drover.engine.image;

import io.drover.config.model.Dependency;
import java.util.List;

/** Dependencies as arguments of {@code apt-get install}. */
public final class AptArguments {
  private AptArguments() {}

  /** {@code name}, or {@code name=version*}: a version is a prefix, as in Pearson's pipeline. */
  public static String of(Dependency dependency) {
    return dependency.name() + dependency.version().map(v -> "=" + v + "*").orElse("");
  }

  /** The arguments of several, sorted, each once: their order in a file means nothing. */
  public static List<String> of(List<Dependency> dependencies) {
    return dependencies.stream().map(AptArguments::of).sorted().distinct().toList();
  }
}
