package io.drover.engine.run;

import io.drover.aptly.PackageRepository;
import io.drover.engine.image.Registry;
import io.drover.engine.image.layers.DebianCache;
import io.drover.engine.image.registry.RegistryAccess;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The package store and the registry that all tasks of a project share, wherever each of them
 * stands. Which ones is said by variables; one that is missing is an error of the task that needs
 * it.
 */
final class SharedStores implements Stores {
  /** {@code host:port} of the registry. */
  static final String REGISTRY = "DROVER_REGISTRY";

  private final Map<String, String> environment;
  private final SharedPackages packages;
  private Registry registry;

  /**
   * The stores that variables name.
   *
   * @param environment variables of the process
   * @param folder for files that are needed as long as the stores are used
   * @param secrets is told what must not be seen in logs
   */
  SharedStores(
      String project, Map<String, String> environment, Path folder, Consumer<String> secrets) {
    this.environment = Map.copyOf(environment);
    this.packages = new SharedPackages(project, environment, folder, secrets);
  }

  @Override
  public synchronized Registry registry() throws InterruptedException {
    if (registry == null) {
      Registry named =
          Registry.at(
              SharedPackages.needed(environment, REGISTRY, "host:port of the registry for images"),
              RegistryAccess.of(environment));
      named.client().check();
      registry = named;
    }
    return registry;
  }

  @Override
  public PackageRepository packages() throws InterruptedException {
    return packages.own();
  }

  @Override
  public String publicKey() {
    return packages.publicKey();
  }

  /** Whether there is a package store at all. */
  boolean hasPackages() {
    return packages.isNamed();
  }

  @Override
  public Optional<DebianCache.Repositories> cache() {
    return hasPackages() ? Optional.of(packages) : Optional.empty();
  }
}
