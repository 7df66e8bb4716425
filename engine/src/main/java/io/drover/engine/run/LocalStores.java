package io.drover.engine.run;

import io.drover.aptly.PackageRepository;
import io.drover.engine.image.Registry;
import io.drover.engine.image.layers.DebianCache;
import io.drover.engine.run.local.LocalServers;
import java.util.Optional;

/**
 * The stores of a run on this machine; what the project has of its own here is started when it is
 * first needed.
 *
 * @param servers have the registry
 * @param server has the packages
 */
record LocalStores(LocalServers servers, PackageServer server) implements Stores {
  @Override
  public Registry registry() throws InterruptedException {
    return servers.registry();
  }

  @Override
  public PackageRepository packages() throws InterruptedException {
    return server.own();
  }

  @Override
  public String publicKey() {
    return server.publicKey();
  }

  @Override
  public Optional<DebianCache.Repositories> cache() {
    return Optional.of(server);
  }
}
