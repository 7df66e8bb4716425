package io.drover.engine.image;

import io.drover.config.model.Dependency;
import io.drover.config.model.DependencyType;
import io.drover.engine.image.Installation.Manager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Dependencies as installations, in an order that never changes: what most images share and what
 * others build upon comes first, so that one more package of a kind leaves the layers below as they
 * are.
 */
public final class Installations {
  private Installations() {}

  /**
   * The installations of an image's or agent's dependencies; those that this project makes are left
   * out.
   *
   * @param dependencies as in the files, in any order
   */
  public static List<Installation> of(List<Dependency> dependencies) {
    List<Dependency> others = dependencies.stream().filter(d -> d.originBuild().isEmpty()).toList();
    List<Installation> installations = new ArrayList<>();
    simple(others, DependencyType.DEBIAN_PACKAGE, Manager.APT).ifPresent(installations::add);
    simple(others, DependencyType.APK_PACKAGE, Manager.APK).ifPresent(installations::add);
    simple(others, DependencyType.PIP_PACKAGE, Manager.PIP).ifPresent(installations::add);
    simple(others, DependencyType.GEM_PACKAGE, Manager.GEM).ifPresent(installations::add);
    simple(others, DependencyType.NPM_PACKAGE, Manager.NPM).ifPresent(installations::add);
    return List.copyOf(installations);
  }

  private static Optional<Installation> simple(
      List<Dependency> dependencies, DependencyType type, Manager manager) {
    List<Dependency> some = dependencies.stream().filter(d -> d.type() == type).toList();
    return some.isEmpty()
        ? Optional.empty()
        : Optional.of(Installation.of(manager, PackageArguments.of(some)));
  }
}
