package io.drover.engine.run;

import io.drover.aptly.AptlyClient;
import io.drover.aptly.PackageRepository;
import io.drover.aptly.Signing;
import io.drover.engine.WorkFailedException;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.secret.Variables;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The aptly that all who work on a project share, wherever each of them stands. Which one is said
 * by variables; one that is missing is an error when it is needed.
 */
final class SharedPackages implements PackageServer {
  /** Address of aptly's API. */
  static final String APTLY = "DROVER_APTLY_URL";

  /** User and password for it; both may stand in files. */
  static final String USER = "DROVER_APTLY_USER";

  static final String PASSWORD = "DROVER_APTLY_PASSWORD";

  /** Where what aptly publishes is served. */
  static final String PACKAGES = "DROVER_PACKAGES_URL";

  /** The public key that aptly signs with, armored; better in a file. */
  static final String KEY = "DROVER_PACKAGES_KEY";

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final String project;
  private final Map<String, String> environment;
  private final Path folder;
  private final Consumer<String> secrets;
  private AptlyClient client;
  private URI served;
  private Signing signing;
  private PackageRepository own;

  /**
   * The server that variables name.
   *
   * @param environment variables of the process
   * @param folder for the keyring that signatures are checked with
   * @param secrets is told what must not be seen in logs
   */
  SharedPackages(
      String project, Map<String, String> environment, Path folder, Consumer<String> secrets) {
    this.project = project;
    this.environment = Map.copyOf(environment);
    this.folder = folder;
    this.secrets = secrets;
  }

  /** Whether there is such a server at all. */
  boolean isNamed() {
    return Variables.read(environment, APTLY).isPresent();
  }

  @Override
  public synchronized AptlyClient client() {
    if (client == null) {
      URI api = uri(APTLY, needed(environment, APTLY, "the address of aptly's API"));
      client = AptlyClient.at(withLogin(api), TIMEOUT);
    }
    return client;
  }

  @Override
  public synchronized PackageRepository own() throws InterruptedException {
    if (own == null) {
      own = repository(project);
    }
    return own;
  }

  @Override
  public synchronized PackageRepository repository(String name) throws InterruptedException {
    if (served == null) {
      served =
          uri(
              PACKAGES,
              needed(environment, PACKAGES, "the address that serves what aptly publishes"));
    }
    if (signing == null) {
      Path keyring = folder.resolve("packages.gpg");
      SigningKey.writeKeyring(publicKey(), keyring);
      signing = new Signing(SigningKey.fingerprintOf(publicKey()), Optional.of(keyring));
    }
    return PackageRepository.open(client(), served, name, signing);
  }

  @Override
  public String publicKey() {
    return needed(
        environment, KEY, "the public key that aptly signs with, as gpg --armor --export gives it");
  }

  @Override
  public boolean isShared() {
    return true;
  }

  /**
   * The value of a variable.
   *
   * @param what it says, for people
   * @throws WorkFailedException if it has none
   */
  static String needed(Map<String, String> environment, String name, String what) {
    return Variables.read(environment, name)
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "%s is not set: %s (or %s_FILE, a file that holds it)"
                        .formatted(name, what, name)));
  }

  private URI withLogin(URI api) {
    Optional<String> user = Variables.read(environment, USER);
    Optional<String> password = Variables.read(environment, PASSWORD);
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
      throw new WorkFailedException("%s and %s make no address".formatted(APTLY, USER), e);
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
