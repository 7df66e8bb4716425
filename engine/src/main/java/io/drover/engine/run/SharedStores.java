package io.drover.engine.run;

import io.drover.aptly.AptlyClient;
import io.drover.aptly.PackageRepository;
import io.drover.aptly.Signing;
import io.drover.engine.WorkFailedException;
import io.drover.engine.image.Registry;
import io.drover.engine.image.layers.DebianCache;
import io.drover.engine.image.registry.RegistryAccess;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.secret.Variables;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
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

  /** Address of aptly's API. */
  static final String APTLY = "DROVER_APTLY_URL";

  /** User and password for it; both may stand in files. */
  static final String APTLY_USER = "DROVER_APTLY_USER";

  static final String APTLY_PASSWORD = "DROVER_APTLY_PASSWORD";

  /** Where what aptly publishes is served. */
  static final String PACKAGES = "DROVER_PACKAGES_URL";

  /** The public key that aptly signs with, armored; better in a file. */
  static final String KEY = "DROVER_PACKAGES_KEY";

  private static final Duration APTLY_TIMEOUT = Duration.ofMinutes(2);

  private final String project;
  private final Map<String, String> environment;
  private final Consumer<String> secrets;
  private Registry registry;
  private PackageRepository packages;

  /**
   * The stores that variables name.
   *
   * @param environment variables of the process
   * @param secrets is told what must not be seen in logs
   */
  SharedStores(String project, Map<String, String> environment, Consumer<String> secrets) {
    this.project = project;
    this.environment = Map.copyOf(environment);
    this.secrets = secrets;
  }

  @Override
  public synchronized Registry registry() throws InterruptedException {
    if (registry == null) {
      Registry named =
          Registry.at(
              needed(REGISTRY, "host:port of the registry for images"),
              RegistryAccess.of(environment));
      named.client().check();
      registry = named;
    }
    return registry;
  }

  @Override
  public synchronized PackageRepository packages() throws InterruptedException {
    if (packages == null) {
      URI api = withLogin(uri(APTLY, needed(APTLY, "the address of aptly's API")));
      URI served = uri(PACKAGES, needed(PACKAGES, "the address that serves what aptly publishes"));
      Signing signing = new Signing(SigningKey.fingerprintOf(publicKey()));
      packages =
          PackageRepository.open(AptlyClient.at(api, APTLY_TIMEOUT), served, project, signing);
    }
    return packages;
  }

  @Override
  public String publicKey() {
    return needed(KEY, "the public key that aptly signs with, as gpg --armor --export gives it");
  }

  /** Whether there is a package store at all. */
  boolean hasPackages() {
    return Variables.read(environment, APTLY).isPresent();
  }

  @Override
  public Optional<DebianCache.Repositories> cache() {
    return Optional.empty();
  }

  private String needed(String name, String what) {
    return Variables.read(environment, name)
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "%s is not set: %s (or %s_FILE, a file that holds it)"
                        .formatted(name, what, name)));
  }

  private URI withLogin(URI api) {
    Optional<String> user = Variables.read(environment, APTLY_USER);
    Optional<String> password = Variables.read(environment, APTLY_PASSWORD);
    password.ifPresent(secrets);
    if (user.isEmpty() && password.isEmpty()) {
      return api;
    }
    try {
      return new URI(
          api.getScheme(),
          user.orElse("drover") + ":" + password.orElse(""),
          api.getHost(),
          api.getPort(),
          api.getPath(),
          null,
          null);
    } catch (URISyntaxException e) {
      throw new WorkFailedException("%s and %s make no address".formatted(APTLY, APTLY_USER), e);
    }
  }

  private static URI uri(String name, String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null && ("" + uri.getScheme()).matches("https?")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below, without the text: a password may stand in it.
    }
    throw new WorkFailedException(name + " is no address of the form http://HOST:PORT/PATH");
  }
}
