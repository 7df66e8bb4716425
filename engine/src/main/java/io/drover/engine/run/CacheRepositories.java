package io.drover.engine.run;

import io.drover.aptly.PackageRepository;
import io.drover.engine.image.Installation.AptSource;
import io.drover.engine.image.layers.DebianCache;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.run.local.LocalServers;

/** The cache lies on the project's own server and is signed with its key. */
record CacheRepositories(LocalServers servers, SigningKey key) implements DebianCache.Repositories {
  @Override
  public PackageRepository own() throws InterruptedException {
    return servers.packages(key);
  }

  @Override
  public PackageRepository cache(String name) throws InterruptedException {
    return servers.cache(key, name);
  }

  @Override
  public AptSource source(PackageRepository repository) {
    return OwnPackages.source(repository, key.publicKey());
  }
}
