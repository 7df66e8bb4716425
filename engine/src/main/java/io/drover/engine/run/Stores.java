package io.drover.engine.run;

import io.drover.aptly.PackageRepository;
import io.drover.engine.image.Registry;
import io.drover.engine.image.layers.DebianCache;
import java.util.Optional;

/** Where packages and images are kept. */
interface Stores {
  /**
   * The registry for images.
   *
   * @throws io.drover.engine.WorkFailedException if there is none, or it does not answer
   */
  Registry registry() throws InterruptedException;

  /**
   * The project's apt repository.
   *
   * @throws io.drover.engine.WorkFailedException if there is none
   * @throws io.drover.aptly.AptlyException if it does not answer
   */
  PackageRepository packages() throws InterruptedException;

  /** The public key that the apt repository is signed with, armored. */
  String publicKey();

  /** Where packages of others are kept; empty: they come from their archives each time. */
  Optional<DebianCache.Repositories> cache();
}
