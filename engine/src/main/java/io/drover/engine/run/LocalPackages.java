package io.drover.engine.run;

import io.drover.aptly.AptlyClient;
import io.drover.aptly.PackageRepository;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.run.local.LocalServers;

/**
 * The project's own aptly on this machine, which is started when it is first needed.
 *
 * @param servers have it
 * @param key signs the packages
 */
record LocalPackages(LocalServers servers, SigningKey key) implements PackageServer {
  @Override
  public AptlyClient client() throws InterruptedException {
    return servers.aptly(key);
  }

  @Override
  public PackageRepository own() throws InterruptedException {
    return servers.packages(key);
  }

  @Override
  public PackageRepository repository(String name) throws InterruptedException {
    return servers.packages(key, name);
  }

  @Override
  public String publicKey() {
    return key.publicKey();
  }

  @Override
  public boolean isShared() {
    return false;
  }
}
