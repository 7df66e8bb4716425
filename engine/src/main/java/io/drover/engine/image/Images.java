package io.drover.engine.image;

import io.drover.engine.process.Containers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Images by content key: what the registry has is never built again. */
public final class Images {
  private static final String KEY_LABEL = "io.drover.content-key";
  private static final Duration PULL_TIMEOUT = Duration.ofMinutes(10);

  private final Registry registry;
  private final Containers containers;
  private final ImageBuilder builder;
  private final Map<String, Lock> locks = new ConcurrentHashMap<>();

  private Images(Registry registry, Containers containers, ImageBuilder builder) {
    this.registry = registry;
    this.containers = containers;
    this.builder = builder;
  }

  /**
   * Images of a registry, built by buildah.
   *
   * @param work folder for files that are needed while an image is built
   * @param instance tells the working containers of this Drover from those of others on the machine
   */
  public static Images of(Registry registry, Containers containers, Path work, String instance) {
    return new Images(registry, containers, new BuildahBuilder(containers, work, instance));
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

  /** The registry that holds the images. */
  public Registry registry() {
    return registry;
  }

  /**
   * An image and where it came from.
   *
   * @param image the image, in the registry
   * @param reused whether it was there already
   */
  public record Made(ImageReference image, boolean reused) {}

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
      String tag = "key-" + key;
      Optional<ImageReference> found = registry.find(recipe.path(), tag);
      if (found.isPresent()) {
        log.accept("in the registry already: " + found.get());
        return new Made(found.get(), true);
      }
      ImageRecipe rest = rest(recipe, log).withLabel(KEY_LABEL, key);
      String digest = builder.buildAndPush(rest, registry.repository(recipe.path()), log);
      ImageReference image = new ImageReference(registry.repository(recipe.path()), digest);
      // The tag by which it is found comes last: an image that has it is there whole.
      registry.tag(image, tag);
      log.accept("pushed " + image);
      return new Made(image, false);
    } finally {
      lock.unlock();
    }
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
