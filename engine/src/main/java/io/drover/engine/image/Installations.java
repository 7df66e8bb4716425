package io.drover.engine.image;

import io.drover.config.model.Dependency;
import io.drover.config.model.DependencyType;
import io.drover.engine.image.Installation.Manager;
import io.drover.engine.image.Installation.PackageFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
   * @param supply asked for the digests of files for which the files name none
   * @throws io.drover.engine.WorkFailedException if a repository cannot be used, or such a file
   *     cannot be downloaded
   */
  public static List<Installation> of(List<Dependency> dependencies, PackageSupply supply)
      throws InterruptedException {
    Map<DependencyType, List<Dependency>> byType = new EnumMap<>(DependencyType.class);
    dependencies.stream()
        .filter(d -> d.originBuild().isEmpty())
        .forEach(d -> byType.computeIfAbsent(d.type(), t -> new ArrayList<>()).add(d));
    List<Installation> all = new ArrayList<>();
    all.addAll(debian(byType.getOrDefault(DependencyType.DEBIAN_PACKAGE, List.of()), supply));
    all.addAll(simple(Manager.APK, byType.get(DependencyType.APK_PACKAGE)));
    List<Installation> others = new ArrayList<>();
    others.addAll(simple(Manager.PIP, byType.get(DependencyType.PIP_PACKAGE)));
    others.addAll(simple(Manager.GEM, byType.get(DependencyType.GEM_PACKAGE)));
    others.addAll(simple(Manager.NPM, byType.get(DependencyType.NPM_PACKAGE)));
    // npm alone is hundreds of Debian packages: no change of a package of its kind redoes it.
    others.forEach(other -> all.add(Installation.itself(other.manager())));
    all.addAll(others);
    return List.copyOf(all);
  }

  /** First what the base's sources have, then each further repository, then files. */
  private static List<Installation> debian(List<Dependency> dependencies, PackageSupply supply)
      throws InterruptedException {
    List<Dependency> plain = new ArrayList<>();
    Map<String, List<Dependency>> byRepository = new TreeMap<>();
    List<PackageFile> files = new ArrayList<>();
    for (Dependency dependency : dependencies) {
      if (dependency.location().isPresent()) {
        files.add(supply.file(dependency));
      } else if (dependency.repository().isPresent()) {
        String repository = dependency.repository().get();
        byRepository.computeIfAbsent(repository, r -> new ArrayList<>()).add(dependency);
      } else {
        plain.add(dependency);
      }
    }
    List<Installation> all = new ArrayList<>(simple(Manager.APT, plain));
    byRepository.forEach((repository, some) -> all.add(fromRepository(repository, some)));
    files.sort(Comparator.comparing(PackageFile::name));
    if (!files.isEmpty()) {
      all.add(Installation.apt(files));
    }
    return all;
  }

  /** One key is enough where several packages of a repository are named. */
  private static Installation fromRepository(String repository, List<Dependency> dependencies) {
    Optional<String> key =
        dependencies.stream().flatMap(d -> d.repositoryKey().stream()).sorted().findFirst();
    return Installation.apt(
        PackageArguments.of(dependencies),
        List.of(repository, key.orElse("")),
        AptRepository.source(repository, key));
  }

  private static List<Installation> simple(Manager manager, List<Dependency> dependencies) {
    return dependencies == null || dependencies.isEmpty()
        ? List.of()
        : List.of(Installation.of(manager, PackageArguments.of(dependencies)));
  }
}
