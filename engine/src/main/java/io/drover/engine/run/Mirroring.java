package io.drover.engine.run;

import io.drover.aptly.PackageRepository;
import io.drover.aptly.PublishedPackage;
import io.drover.config.model.Configuration;
import io.drover.config.model.Dependency;
import io.drover.config.model.Environment;
import io.drover.engine.image.ImageRecipe;
import io.drover.engine.image.Installation;
import io.drover.engine.image.Installations;
import io.drover.engine.image.PackageSupply;
import io.drover.engine.image.Registry;
import io.drover.engine.image.RuntimeImages;
import io.drover.engine.image.layers.DebianCache;
import io.drover.engine.image.layers.FileCache;
import io.drover.engine.process.Containers;
import io.drover.engine.run.LocalStore.Refresh;
import io.drover.engine.run.local.StateFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Fetches into the cache what agents and images of a project need from outside. */
final class Mirroring {
  private final Configuration configuration;
  private final StateFolder state;
  private final Registry registry;
  private final PackageServer server;
  private final FileCache files;
  private final PackageSupply supply;
  private final Consumer<String> log;

  Mirroring(
      Configuration configuration,
      StateFolder state,
      Registry registry,
      PackageServer server,
      Consumer<String> log) {
    this.configuration = configuration;
    this.state = state;
    this.registry = registry;
    this.server = server;
    this.files = FileCache.of(server, state.work("files"), log);
    this.supply = PackageSupply.of(System.getenv()).with(files);
    this.log = log;
  }

  /** Deletes or replaces what is there, as is wanted. */
  void refresh(Refresh refresh) throws InterruptedException {
    if (refresh != Refresh.NOTHING) {
      refreshFiles();
    }
    if (refresh == Refresh.ALL) {
      for (PackageRepository one : server.caches(false)) {
        one.clear();
      }
      clearUnused();
    }
  }

  /**
   * Fetches what is not there.
   *
   * @param cache where base images are kept for all projects
   */
  void fetch(Path cache) throws InterruptedException {
    RuntimeImages runtimes =
        new RuntimeImages(registry, Containers.probe(state.root()), cache.resolve("baseimages"));
    DebianCache packages =
        DebianCache.of(registry, supply, server, cache.resolve("layers"), state.work("mirror"));
    for (Map.Entry<String, Set<Dependency>> needed : neededFromOutside().entrySet()) {
      log.accept("for " + needed.getKey());
      String base = needed.getKey().replaceFirst(".* on ", "");
      List<Installation> installations = new ArrayList<>();
      supply.certificates().ifPresent(installations::add);
      installations.addAll(Installations.of(List.copyOf(needed.getValue()), supply));
      ImageRecipe recipe =
          new ImageRecipe(
              configuration.project() + "/mirror",
              runtimes.ensure(base, log),
              installations,
              ImageRecipe.Settings.NONE,
              Map.of());
      packages.ensure(recipe, log);
    }
  }

  private void refreshFiles() throws InterruptedException {
    for (Dependency dependency : fromLocations()) {
      if (dependency.sha256().isEmpty()) {
        files.refresh(dependency.name(), URI.create(dependency.location().orElseThrow()));
      }
    }
  }

  private void clearUnused() throws InterruptedException {
    Set<String> used = new TreeSet<>();
    for (Dependency dependency : fromLocations()) {
      used.add(supply.file(dependency).sha256());
    }
    for (PackageRepository one : server.caches(true)) {
      List<PublishedPackage> packages = one.packages();
      boolean isUsed = packages.stream().anyMatch(p -> used.contains(p.sha256()));
      if (!isUsed && !packages.isEmpty()) {
        one.clear();
      }
    }
  }

  private Set<Dependency> fromLocations() throws InterruptedException {
    Set<Dependency> all = new LinkedHashSet<>();
    neededFromOutside().values().forEach(all::addAll);
    all.removeIf(dependency -> dependency.location().isEmpty());
    return all;
  }

  /** By what for, and on which base. */
  private Map<String, Set<Dependency>> neededFromOutside() throws InterruptedException {
    Set<String> own = new TreeSet<>();
    server.own().packages().forEach(one -> own.add(one.name()));
    Map<String, Set<Dependency>> needed = new TreeMap<>();
    configuration
        .components()
        .forEach(
            c ->
                needed.put(
                    "component " + c.name() + " on " + c.agent().base(),
                    outside(c.agent().dependencies(), own)));
    configuration
        .applications()
        .forEach(
            a ->
                needed.put(
                    "application " + a.name() + " on " + a.runtime(),
                    outside(a.dependencies(), own)));
    for (Environment environment : configuration.environments()) {
      environment
          .tests()
          .forEach(
              t ->
                  needed.put(
                      "test %s/%s on %s".formatted(environment.name(), t.name(), t.agent().base()),
                      outside(t.agent().dependencies(), own)));
    }
    return needed;
  }

  private static Set<Dependency> outside(List<Dependency> dependencies, Set<String> own) {
    Set<Dependency> outside = new LinkedHashSet<>(dependencies);
    outside.removeIf(d -> d.originBuild().isPresent() || own.contains(d.name()));
    return outside;
  }
}
