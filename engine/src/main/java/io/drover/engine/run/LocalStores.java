package io.drover.engine.run;

import io.drover.aptly.PackageRepository;
import io.drover.engine.image.Registry;
import io.drover.engine.image.layers.DebianCache;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.run.local.LocalServers;
import java.util.Optional;

/**
 * The servers of a project on this machine, which are started when they are first needed.
 *
 * @param servers those
 * @param key signs the packages
 */
record LocalStores(LocalServers servers, SigningKey key) implements Stores {
  @Override
  public Registry registry() throws InterruptedException {
    return servers.registry();
  }

  @Override
  public PackageRepository packages() throws InterruptedException {
    return servers.packages(key);
  }

  @Override
  public String publicKey() {
    return key.publicKey();
  }

  @Override
  public Optional<DebianCache.Repositories> cache() {
    return Optional.of(new CacheRepositories(servers, key));
  }
}
