package io.drover.engine.image;

import io.drover.config.model.Application.Builder;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Containers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Images by content key: what the registry has is never built again. */
public final class Images {
  private static final String KEY_LABEL = "io.drover.content-key";
  private static final Duration PULL_TIMEOUT = Duration.ofMinutes(10);

  private final Registry registry;
  private final Containers containers;
  private final Map<Builder, ImageBuilder> builders;
  private final Optional<PackageCache> cache;
  private final Map<String, Lock> locks = new ConcurrentHashMap<>();

  private Images(
      Registry registry,
      Containers containers,
      Map<Builder, ImageBuilder> builders,
      Optional<PackageCache> cache) {
    this.registry = registry;
    this.containers = containers;
    this.builders = new EnumMap<>(builders);
    this.cache = cache;
  }

  /**
   * Images of a registry, built by buildah.
   *
   * @param supply what installations need from outside of the base
   * @param work folder for files that are needed while an image is built; what a killed Drover left
   *     in it is deleted
   * @param instance tells the working containers of this Drover from those of others on the machine
   */
  public static Images of(
      Registry registry, Containers containers, PackageSupply supply, Path work, String instance) {
    Trees.fresh(work);
    ImageBuilder buildah = new BuildahBuilder(containers, supply, work, instance);
    return new Images(registry, containers, Map.of(Builder.BUILDAH, buildah), Optional.empty());
  }

  /** The same with one more builder. */
  public Images with(Builder kind, ImageBuilder builder) {
    Map<Builder, ImageBuilder> more = new EnumMap<>(builders);
    more.put(kind, builder);
    return new Images(registry, containers, more, cache);
  }

  /** The same with the packages of others from a cache. */
  public Images with(PackageCache packages) {
    return new Images(registry, containers, builders, Optional.of(packages));
  }

  /**
   * Removes what builds of a killed Drover left in buildah's store.
   *
   * @param instance the Drover whose builds are meant
   */
  public static void removeLeftovers(Containers containers, String instance)
      throws InterruptedException {
    BuildahBuilder.removeLeftovers(containers, instance);
  }

  /**
   * The image of a recipe, if it was made.
   *
   * @throws io.drover.engine.WorkFailedException if the registry fails
   */
  public static Optional<ImageReference> find(Registry registry, ImageRecipe recipe)
      throws InterruptedException {
    return registry.find(recipe.path(), tag(recipe.contentKey()));
  }

  private static String tag(String key) {
    return "key-" + key;
  }

  /** The registry that holds the images. */
  public Registry registry() {
    return registry;
  }

  /**
   * An image and where it came from.
   *
   * @param image the image, in the registry
   * @param reused whether it was there already
   * @param builder what made it, and why that, on one line; empty for what was there already
   */
  public record Made(ImageReference image, boolean reused, String builder) {}

  /**
   * Finds the image of a recipe, or builds and pushes it. Of several callers with one recipe the
   * first builds, the others wait for it.
   *
   * @throws io.drover.engine.WorkFailedException if it cannot be built, or the registry fails
   */
  public Made ensure(ImageRecipe recipe, Consumer<String> log) throws InterruptedException {
    String key = recipe.contentKey();
    Lock lock = locks.computeIfAbsent(recipe.path() + key, k -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      String tag = tag(key);
      Optional<ImageReference> found = registry.find(recipe.path(), tag);
      if (found.isPresent()) {
        log.accept("in the registry already: " + found.get());
        return new Made(found.get(), true, "");
      }
      Built built = build(recipe.withLabel(KEY_LABEL, key), log);
      ImageReference image = new ImageReference(registry.repository(recipe.path()), built.digest());
      // The tag by which it is found comes last: an image that has it is there whole.
      registry.tag(image, tag);
      log.accept("pushed " + image);
      return new Made(image, false, built.builder());
    } finally {
      lock.unlock();
    }
  }

  private record Built(String digest, String builder) {}

  /** What stands below others is made of what was chosen for the whole. */
  private ImageRecipe cached(ImageRecipe recipe, Consumer<String> log) throws InterruptedException {
    if (cache.isEmpty() || recipe.cached().isPresent()) {
      return recipe;
    }
    return cache.get().ensure(recipe, log).map(recipe::from).orElse(recipe);
  }

  private Built build(ImageRecipe given, Consumer<String> log) throws InterruptedException {
    ImageRecipe recipe = cached(given, log);
    return switch (recipe.builder()) {
      case BUILDAH -> new Built(withBuildah(recipe, log), "buildah");
      case LAYERS -> {
        try {
          yield new Built(withLayers(recipe, log), "layers");
        } catch (UnsuitableRecipeException e) {
          throw new WorkFailedException(
              "`builder: layers` cannot make this image: %s%nTake `builder: buildah`, or leave it out and the builder is chosen"
                  .formatted(e.getMessage()),
              e);
        }
      }
      case AUTO -> choose(recipe, log);
      case BUILDKIT, DOCKER -> new Built(with(recipe.builder(), recipe, log), name(recipe));
    };
  }

  /** Layers if it can be: they are quicker, and the same bytes everywhere. */
  private Built choose(ImageRecipe recipe, Consumer<String> log) throws InterruptedException {
    try {
      String digest = withLayers(recipe, log);
      log.accept("builder: layers, as no package needs its scripts run");
      return new Built(digest, "layers, as no package needs its scripts run");
    } catch (UnsuitableRecipeException e) {
      String why = "buildah, as " + e.getMessage().lines().collect(Collectors.joining("; "));
      log.accept("builder: " + why);
      return new Built(withBuildah(recipe, log), why);
    }
  }

  private String withLayers(ImageRecipe recipe, Consumer<String> log) throws InterruptedException {
    if (!builders.containsKey(Builder.LAYERS)) {
      throw new UnsuitableRecipeException("it is not set up here");
    }
    return with(Builder.LAYERS, recipe, log);
  }

  private String withBuildah(ImageRecipe recipe, Consumer<String> log) throws InterruptedException {
    return with(Builder.BUILDAH, rest(recipe, log), log);
  }

  private String with(Builder kind, ImageRecipe recipe, Consumer<String> log)
      throws InterruptedException {
    ImageBuilder builder = builders.get(kind);
    if (builder == null) {
      throw new WorkFailedException("`builder: %s` is not set up here".formatted(name(recipe)));
    }
    ImageRecipe labelled =
        recipe.withLabel(ImageBuilder.BUILDER_LABEL, kind.name().toLowerCase(Locale.ROOT));
    return builder.buildAndPush(labelled, registry.repository(recipe.path()), log);
  }

  private static String name(ImageRecipe recipe) {
    return recipe.builder().name().toLowerCase(Locale.ROOT);
  }

  /** What has to be done for a recipe beyond its foundation, which is made if it is not there. */
  private ImageRecipe rest(ImageRecipe recipe, Consumer<String> log) throws InterruptedException {
    Optional<ImageRecipe> foundation = recipe.foundation();
    return foundation.isPresent() ? recipe.on(ensure(foundation.get(), log).image()) : recipe;
  }

  /**
   * Makes sure that podman has an image of the registry.
   *
   * @return the image's name for podman
   * @throws io.drover.engine.WorkFailedException if it cannot be pulled
   */
  public String local(ImageReference image) throws InterruptedException {
    String name = image.toString();
    if (!containers.podman("image", "exists", name).run().succeeded()) {
      containers
          .podman("pull", "--quiet", Registry.tlsVerify(name), name)
          .timeout(PULL_TIMEOUT)
          .check("pull " + name);
    }
    return name;
  }
}
