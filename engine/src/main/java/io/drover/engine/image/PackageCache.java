package io.drover.engine.image;

import java.util.Optional;
import java.util.function.Consumer;

/** Keeps the packages of others that images are made with. */
public interface PackageCache {
  /**
   * Makes sure that everything Debian that a recipe installs on its base is in the cache. What is
   * there already needs nobody else.
   *
   * @param log told what is fetched
   * @return where the recipe's installations have to get it from; empty where this is no base whose
   *     packages can be cached
   * @throws io.drover.engine.WorkFailedException if something can neither be found in the cache nor
   *     where it comes from
   */
  Optional<CachedPackages> ensure(ImageRecipe recipe, Consumer<String> log)
      throws InterruptedException;
}
