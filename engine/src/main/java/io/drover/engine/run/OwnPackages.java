package io.drover.engine.run;

import io.drover.aptly.PackageRepository;
import io.drover.aptly.PublishedPackage;
import io.drover.config.model.AgentSpec;
import io.drover.config.model.Dependency;
import io.drover.config.model.DependencyType;
import io.drover.engine.image.Installation.AptSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Packages that this project made and an agent needs: they are installed exactly as they were
 * published, whatever other repositories have under their names.
 *
 * @param packages those, by name
 */
record OwnPackages(Map<String, One> packages) {
  /** No package of ours. */
  static final OwnPackages NONE = new OwnPackages(Map.of());

  OwnPackages {
    packages = new TreeMap<>(packages);
  }

  /**
   * A package of ours.
   *
   * @param component which made it
   * @param version the whole version
   * @param sha256 of its file
   */
  record One(String component, String version, String sha256) {}

  /**
   * Those that components have published in this run.
   *
   * @param components by name; those that published nothing yet are left out
   */
  static OwnPackages of(Collection<String> components, Results results) {
    Map<String, One> packages = new TreeMap<>();
    for (String component : components) {
      var publication = Optional.ofNullable(results.publications().get(component));
      for (PublishedPackage one : publication.map(p -> p.packages()).orElse(List.of())) {
        packages.put(one.name(), new One(component, one.version(), one.sha256()));
      }
    }
    return new OwnPackages(packages);
  }

  /** Those that an agent has. */
  static OwnPackages of(AgentSpec spec) {
    Map<String, One> packages = new TreeMap<>();
    for (Dependency dependency : spec.dependencies()) {
      dependency
          .originBuild()
          .ifPresent(
              component ->
                  packages.put(
                      dependency.name(),
                      new One(
                          component,
                          dependency.version().orElseThrow(),
                          dependency.sha256().orElseThrow())));
    }
    return new OwnPackages(packages);
  }

  /** Names of an agent's packages that may be ours. */
  static Set<String> plainNames(AgentSpec spec) {
    return spec.dependencies().stream()
        .filter(OwnPackages::isPlain)
        .map(Dependency::name)
        .collect(Collectors.toSet());
  }

  /** Where they come from. */
  static AptSource source(Stores stores) throws InterruptedException {
    return source(stores.packages(), stores.publicKey());
  }

  /** A repository as a source of apt's, and the key that it is signed with, armored. */
  static AptSource source(PackageRepository packages, String publicKey) {
    return new AptSource(packages.aptSource(Path.of(AptSource.KEY_FILE)), Optional.of(publicKey));
  }

  /** The agent with ours in place of dependencies that only have their name. */
  AgentSpec in(AgentSpec spec) {
    List<Dependency> dependencies = new ArrayList<>();
    for (Dependency dependency : spec.dependencies()) {
      One own = packages.get(dependency.name());
      dependencies.add(own != null && isPlain(dependency) ? resolved(dependency, own) : dependency);
    }
    return new AgentSpec(spec.base(), dependencies, spec.resources(), spec.timeout());
  }

  private static boolean isPlain(Dependency dependency) {
    return dependency.type() == DependencyType.DEBIAN_PACKAGE
        && dependency.repository().isEmpty()
        && dependency.location().isEmpty();
  }

  private static Dependency resolved(Dependency dependency, One own) {
    return new Dependency(
        dependency.name(),
        dependency.type(),
        Optional.of(own.version()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(own.sha256()),
        Optional.of(own.component()));
  }
}
