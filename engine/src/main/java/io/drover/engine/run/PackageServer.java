package io.drover.engine.run;

import io.drover.aptly.AptlyClient;
import io.drover.aptly.PackageRepository;
import io.drover.engine.image.Installation.AptSource;
import io.drover.engine.image.layers.DebianCache;
import io.drover.engine.image.layers.FileCache;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.run.local.LocalServers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** An aptly server with the packages of a project, and with those of others that it needs. */
interface PackageServer extends DebianCache.Repositories {
  /** How the names of repositories of outside packages begin; no project has a dot in its name. */
  String CACHE = "cache.";

  /**
   * The server that variables name; where they name none, the project's own on this machine.
   *
   * @param environment variables of the process, see {@link SharedPackages}
   * @param folder for files that are needed as long as the server is used
   * @param secrets is told what must not be seen in logs
   */
  static PackageServer of(
      String project,
      LocalServers servers,
      Map<String, String> environment,
      Path folder,
      Consumer<String> secrets)
      throws InterruptedException {
    SharedPackages shared = new SharedPackages(project, environment, folder, secrets);
    return shared.isNamed()
        ? shared
        : new LocalPackages(servers, SigningKey.ensure(servers.signingHome(), project));
  }

  /** The API. */
  AptlyClient client() throws InterruptedException;

  /** A repository, created where it is missing. */
  PackageRepository repository(String name) throws InterruptedException;

  /** The public key that everything is signed with, armored; both while it is changed. */
  String publicKey();

  /** Whether others use it, too, of whom nothing is known here. */
  boolean isShared();

  @Override
  default PackageRepository cache(String name) throws InterruptedException {
    return repository(CACHE + name);
  }

  /** All repositories of outside packages. */
  default List<PackageRepository> caches() throws InterruptedException {
    return caches(name -> true);
  }

  /** Those with package files, or those without. */
  default List<PackageRepository> caches(boolean ofFiles) throws InterruptedException {
    return caches(name -> FileCache.has(name) == ofFiles);
  }

  private List<PackageRepository> caches(Predicate<String> wanted) throws InterruptedException {
    List<PackageRepository> caches = new ArrayList<>();
    for (String name : client().repositories()) {
      if (name.startsWith(CACHE) && wanted.test(name.substring(CACHE.length()))) {
        caches.add(repository(name));
      }
    }
    return caches;
  }

  @Override
  default AptSource source(PackageRepository repository) {
    return OwnPackages.source(repository, publicKey());
  }
}
