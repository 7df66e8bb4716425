package io.drover.engine.packages;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The key that signs a project's apt repository, in a GnuPG home of its own. */
public final class SigningKey {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** Sockets have paths of at most 107 bytes; gpg's agent makes S.gpg-agent.browser there. */
  private static final int LONGEST_HOME = 107 - "/S.gpg-agent.browser".length();

  private final Path home;
  private final String fingerprint;
  private final String publicKey;

  private SigningKey(Path home, String fingerprint) throws InterruptedException {
    this.home = home;
    this.fingerprint = fingerprint;
    this.publicKey =
        gpg(home, "--armor", "--export", fingerprint).check("export the signing key").output();
  }

  /**
   * Takes the key of a GnuPG home, or makes one there.
   *
   * @param home the folder, made when it is missing
   * @param project whose packages are signed
   */
  public static SigningKey ensure(Path home, String project) throws InterruptedException {
    if (home.toString().length() > LONGEST_HOME) {
      throw new WorkFailedException(
          "%s is too long a path for gpg, which takes %d characters. Set XDG_STATE_HOME to a shorter one"
              .formatted(home, LONGEST_HOME));
    }
    try {
      Trees.make(home);
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new WorkFailedException("could not protect %s: %s".formatted(home, Trees.why(e)), e);
    }
    Optional<String> fingerprint = fingerprint(home);
    if (fingerprint.isEmpty()) {
      String owner = "Drover packages of " + project;
      gpg(home, "--quick-generate-key", owner, "rsa3072", "sign", "never")
          .check("make a key to sign packages with");
      fingerprint = fingerprint(home);
    }
    return new SigningKey(
        home, fingerprint.orElseThrow(() -> new WorkFailedException("gpg made no key in " + home)));
  }

  /**
   * The fingerprint of a public key, 40 hex digits.
   *
   * @param publicKey armored
   * @throws WorkFailedException if it is none
   */
  public static String fingerprintOf(String publicKey) throws InterruptedException {
    Path home = Trees.temporary("drover-key");
    try {
      return fingerprint(
              gpg(home, "--no-options", "--with-colons", "--show-keys").input(publicKey).run())
          .orElseThrow(() -> new WorkFailedException("the public key of the packages is none"));
    } finally {
      Trees.delete(home);
    }
  }

  /** The GnuPG home that holds the secret key. */
  public Path home() {
    return home;
  }

  /** The key's fingerprint, 40 hex digits. */
  public String fingerprint() {
    return fingerprint;
  }

  /** The public key, armored. */
  public String publicKey() {
    return publicKey;
  }

  /** Ends the agent that gpg leaves running for a GnuPG home. */
  public static void endAgent(Path home) throws InterruptedException {
    if (Files.isDirectory(home)) {
      Command.of("gpgconf", "--homedir", home.toString(), "--kill", "all").timeout(TIMEOUT).run();
    }
  }

  private static Optional<String> fingerprint(Path home) throws InterruptedException {
    return fingerprint(
        gpg(home, "--with-colons", "--list-secret-keys").check("list the signing keys"));
  }

  private static Optional<String> fingerprint(Command.Result listed) {
    return listed
        .output()
        .lines()
        .filter(l -> l.startsWith("fpr:"))
        .map(l -> l.split(":")[9])
        .findFirst();
  }

  private static Command gpg(Path home, String... arguments) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("gpg", "--homedir", home.toString(), "--batch", "--quiet"));
    words.addAll(List.of("--pinentry-mode", "loopback", "--passphrase", ""));
    words.addAll(List.of(arguments));
    return Command.of(words).timeout(TIMEOUT);
  }
}
