package io.drover.engine.image.layers;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.image.ImageBuilder;
import io.drover.engine.image.ImageConfiguration;
import io.drover.engine.image.ImageRecipe;
import io.drover.engine.image.Installation;
import io.drover.engine.image.Installation.AptSource;
import io.drover.engine.image.PackageSupply;
import io.drover.engine.image.Registry;
import io.drover.engine.image.UnsuitableRecipeException;
import io.drover.engine.image.registry.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Builds images without a container engine and without rights: the Debian packages that the runtime
 * lacks become layers on it, one each, the same bytes whenever and wherever they are made. What
 * would need a program of the image to run is refused.
 */
public final class LayersBuilder implements ImageBuilder {
  /** Docker's overlay2 mounts 127 layers at most, and the container adds two. */
  private static final int MOST_LAYERS = 120;

  private final Registry registry;
  private final PackageSupply supply;
  private final Folders folders;
  private final Path work;
  private final BaseSystems bases;
  private boolean cleaned;

  private LayersBuilder(Registry registry, PackageSupply supply, Folders folders, Path work) {
    this.registry = registry;
    this.supply = supply;
    this.folders = folders;
    this.work = work;
    this.bases = new BaseSystems(registry, folders);
  }

  /**
   * A builder for a registry.
   *
   * @param supply knows the keys of package sources
   * @param cache folder for what further images use again: package lists, layers of packages
   * @param work folder for files that are needed while an image is built
   */
  public static LayersBuilder of(Registry registry, PackageSupply supply, Path cache, Path work) {
    return new LayersBuilder(
        registry, supply, new Folders(cache.toAbsolutePath()), work.toAbsolutePath());
  }

  /**
   * Builds an image and pushes it.
   *
   * @throws UnsuitableRecipeException if it cannot be made of layers; says why
   * @throws WorkFailedException if it could, but something failed
   */
  @Override
  public String buildAndPush(ImageRecipe recipe, String repository, Consumer<String> log)
      throws InterruptedException {
    requireApt(recipe);
    cleanOnce();
    Manifest manifest = manifest(recipe);
    BaseSystem base = bases.read(recipe.base(), manifest, log);
    Path folder = Trees.fresh(work.resolve("layers-" + recipe.contentKey()));
    try {
      AddedPackages packages = packages(recipe, base, folder, log);
      packages.check();
      requireRoom(manifest.layers().size() + packages.layers().size() + 1);
      Path last = folder.resolve("system.tar.gz");
      LayerWriter.Written system = writeSystem(packages, requested(recipe), last);
      ImagePush push = new ImagePush(registry, recipe, manifest, folder, log);
      PackageLayers files = new PackageLayers(folders);
      for (Map.Entry<Candidate, PackageLayer> layer : packages.layers().entrySet()) {
        PackageLayer one = layer.getValue();
        push.add(one.digest(), one.size(), files.blob(layer.getKey(), base));
      }
      push.add(system.digest(), system.size(), last);
      return push.finish(configuration(recipe, manifest, packages, system));
    } finally {
      Trees.delete(folder);
    }
  }

  private static void requireApt(ImageRecipe recipe) {
    for (Installation installation : recipe.installations()) {
      if (installation.manager() != Installation.Manager.APT) {
        throw new UnsuitableRecipeException(
            "%s: layers are made of Debian packages alone"
                .formatted(String.join(", ", installation.names())));
      }
      if (!installation.files().isEmpty()) {
        throw new UnsuitableRecipeException(
            "%s come as files, not from a repository"
                .formatted(String.join(", ", installation.packages())));
      }
    }
  }

  private static void requireRoom(int layers) {
    if (layers > MOST_LAYERS) {
      throw new UnsuitableRecipeException(
          "it would have %d layers, and container engines take %d".formatted(layers, MOST_LAYERS));
    }
  }

  private synchronized void cleanOnce() {
    if (!cleaned) {
      folders.clean();
      cleaned = true;
    }
  }

  private Manifest manifest(ImageRecipe recipe) throws InterruptedException {
    Manifest manifest = registry.manifest(recipe.base());
    if (manifest.isIndex()) {
      throw new UnsuitableRecipeException(
          "the runtime %s is an index of several platforms".formatted(recipe.base()));
    }
    return manifest;
  }

  private AddedPackages packages(
      ImageRecipe recipe, BaseSystem base, Path folder, Consumer<String> log)
      throws InterruptedException {
    Path aptFolder = Trees.make(folders.apt().resolve(base.digest().replace(':', '-')));
    folders.use(aptFolder);
    Set<AptSource> sources = new LinkedHashSet<>();
    Set<String> wanted = new TreeSet<>();
    for (Installation installation : recipe.installations()) {
      wanted.addAll(installation.packages());
      if (installation.source().isPresent() && isAsked(recipe, installation.source().get())) {
        sources.add(supply.withArmoredKey(installation.source().get(), folder));
      }
    }
    try (Apt apt = apt(recipe, base, aptFolder, List.copyOf(sources), log)) {
      apt.update();
      LayerMaker maker = new LayerMaker(new PackageLayers(folders), base, log);
      try {
        return added(base, wanted, apt, maker, folder);
      } catch (UnsuitableRecipeException e) {
        throw e;
      } catch (WorkFailedException e) {
        // The archive may have something else by now.
        if (apt.readAll()) {
          return added(base, wanted, apt, maker, folder);
        }
        throw e;
      }
    }
  }

  /** What the cache has in place of a repository, it is asked for. */
  private static boolean isAsked(ImageRecipe recipe, AptSource source) {
    return recipe.cached().isEmpty() || recipe.cached().get().isOwn(source);
  }

  private static Apt apt(
      ImageRecipe recipe,
      BaseSystem base,
      Path folder,
      List<AptSource> sources,
      Consumer<String> log)
      throws InterruptedException {
    return recipe.cached().isPresent()
        ? Apt.open(folder.resolve("cached"), base, recipe.cached().get(), sources, log)
        : Apt.open(folder, base, sources, log);
  }

  private static AddedPackages added(
      BaseSystem base, Set<String> wanted, Apt apt, LayerMaker maker, Path folder)
      throws InterruptedException {
    List<Candidate> missing = apt.missing(wanted);
    refuseUpgrades(missing, base);
    return new AddedPackages(base, maker.layers(missing, apt, folder));
  }

  private static void refuseUpgrades(Collection<Candidate> missing, BaseSystem base) {
    Map<String, String> installed = new LinkedHashMap<>();
    base.installed().values().forEach(s -> installed.put(s.get("Package"), s.get("Version")));
    List<String> upgrades =
        missing.stream()
            .filter(candidate -> installed.containsKey(candidate.name()))
            .map(c -> "%s (the runtime has %s)".formatted(c, installed.get(c.name())))
            .toList();
    if (!upgrades.isEmpty()) {
      throw new UnsuitableRecipeException(
          "packages of the runtime would have to be replaced: %s. A newer runtime may have them"
              .formatted(String.join(", ", upgrades)));
    }
  }

  private static LayerWriter.Written writeSystem(
      AddedPackages packages, Set<String> requested, Path file) {
    try (LayerWriter writer = LayerWriter.to(file)) {
      return new SystemLayer(packages, writer).write(requested);
    } catch (IOException e) {
      throw new WorkFailedException("could not write %s: %s".formatted(file, Trees.why(e)), e);
    }
  }

  private static Set<String> requested(ImageRecipe recipe) {
    Set<String> names = new TreeSet<>();
    for (Installation installation : recipe.installations()) {
      installation.packages().forEach(p -> names.add(Apt.name(p)));
    }
    return names;
  }

  private byte[] configuration(
      ImageRecipe recipe, Manifest manifest, AddedPackages packages, LayerWriter.Written system)
      throws InterruptedException {
    ImageConfiguration configuration =
        ImageConfiguration.on(
            registry.client().json(registry.path(recipe.base()), manifest.config()),
            packages.newest());
    packages.layers().forEach((p, layer) -> configuration.add(layer.diffId(), "package " + p));
    configuration.add(system.diffId(), "dpkg status");
    configuration.set(recipe);
    return configuration.bytes();
  }
}
