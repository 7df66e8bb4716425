package io.drover.engine.version;

import io.drover.engine.WorkFailedException;
import io.drover.engine.secret.Masking;
import io.drover.engine.secret.SecretFiles;
import io.drover.engine.secret.Variables;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/**
 * What a git host is shown: nothing, a user and password of the URL, or a secret of the builds,
 * with the keys that Kubernetes' secrets have: {@code ssh-privatekey} and {@code known_hosts} for
 * ssh, {@code username} and {@code password} or {@code token} for https.
 */
final class Login {
  /** Nothing; ssh then takes what the user has. */
  static final Login NONE = new Login(Optional.empty(), Optional.empty(), "", "");

  private static final String KEY = "ssh-privatekey";
  private static final String PASSWORD = "password";
  private static final String KNOWN_HOSTS = "known_hosts";

  /** For all secrets that have no keys of hosts of their own. */
  private static final String KNOWN_HOSTS_VARIABLE = "DROVER_KNOWN_HOSTS";

  /** Hosts of git that know users by their token alone take any name. */
  private static final String ANY_USER = "git";

  private final Optional<SecretFiles> files;
  private final Optional<String> id;
  private final String user;
  private final String password;

  private Login(Optional<SecretFiles> files, Optional<String> id, String user, String password) {
    this.files = files;
    this.id = id;
    this.user = user;
    this.password = password;
  }

  /** A user and password. */
  static Login of(String user, String password) {
    return new Login(Optional.empty(), Optional.empty(), user, password);
  }

  /** The secret of an id. */
  static Login of(SecretFiles files, String id) {
    return new Login(Optional.of(files), Optional.of(id), "", "");
  }

  /** Whether anything is shown at all. */
  boolean isGiven() {
    return id.isPresent() || !user.isEmpty();
  }

  /** Keeps a password of the URL out of what is written; those of secrets hide themselves. */
  void hide(Masking masking) {
    masking.hide(password);
  }

  /** Tells logins apart, without being one. */
  String name() {
    return id.orElse(user.isEmpty() ? "" : "URL");
  }

  /**
   * Answers one host over http.
   *
   * @throws WorkFailedException if the secret lacks what is needed, or it would be sent in the
   *     clear
   */
  Optional<CredentialsProvider> http(URIish uri) {
    if (!isGiven()) {
      return Optional.empty();
    }
    if (id.isEmpty()) {
      return Optional.of(new HostCredentials(uri, user, password));
    }
    if (!"https".equals(uri.getScheme()) && !HostCredentials.isLoopback(uri)) {
      throw new WorkFailedException(
          "credentials %s are not sent to %s, where everybody on the way could read them; use https"
              .formatted(id.get(), uri));
    }
    Optional<String> secret = read(PASSWORD).or(() -> read("token"));
    return Optional.of(
        new HostCredentials(
            uri,
            read("username").orElse(ANY_USER),
            secret.orElseThrow(
                () ->
                    new WorkFailedException(
                        "credentials %s have no password and no token for %s: write one into %s, or into the variable %s"
                            .formatted(
                                id.get(),
                                uri,
                                file(PASSWORD),
                                SecretFiles.variable(id.get(), PASSWORD))))));
  }

  /**
   * The key for ssh; empty where the user's own ones are taken.
   *
   * @throws WorkFailedException if the secret lacks a key, or it cannot be used
   */
  Optional<SshKey> ssh(URIish uri) {
    if (id.isEmpty()) {
      return Optional.empty();
    }
    String key =
        read(KEY)
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "credentials %s have no key for %s: write the private key into %s, or into the variable %s"
                            .formatted(
                                id.get(), uri, file(KEY), SecretFiles.variable(id.get(), KEY))));
    Optional<String> hosts =
        files
            .orElseThrow()
            .readPublic(SecretFiles.BUILDS, id.get(), KNOWN_HOSTS)
            .or(() -> Variables.read(files.get().given(), KNOWN_HOSTS_VARIABLE));
    return Optional.of(SshKey.of(key, hosts, file(KEY)));
  }

  /** Where the keys of hosts should stand. */
  String knownHostsFile() {
    if (id.isEmpty()) {
      return "~/.ssh/known_hosts";
    }
    boolean alone = files.orElseThrow().given().isEmpty();
    return file(KNOWN_HOSTS) + (alone ? "" : " or the variable " + KNOWN_HOSTS_VARIABLE);
  }

  /** The same, said by its name in an error. */
  String words() {
    return id.map(name -> "the key %s".formatted(file(KEY))).orElse("this user's keys");
  }

  private Optional<String> read(String key) {
    return files.orElseThrow().read(SecretFiles.BUILDS, id.orElseThrow(), key);
  }

  private Path file(String key) {
    return files.orElseThrow().file(SecretFiles.BUILDS, id.orElseThrow(), key);
  }
}
