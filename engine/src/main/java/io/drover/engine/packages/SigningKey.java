package io.drover.engine.packages;

import io.drover.aptly.Signing;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The key that signs a project's apt repository, in a GnuPG home of its own. While it is changed
 * there are two; {@code gpg.conf} of the home says which.
 */
public final class SigningKey {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String CONFIGURATION = "gpg.conf";

  /** Sockets have paths of at most 107 bytes; gpg's agent makes S.gpg-agent.browser there. */
  private static final int LONGEST_HOME = 107 - "/S.gpg-agent.browser".length();

  /** What is known of the keys of a home: the one that counts, and the one that it replaces. */
  private record Keys(String current, Optional<String> former) {
    List<String> all() {
      List<String> all = new ArrayList<>(List.of(current));
      former.ifPresent(all::add);
      return all;
    }

    /** gpg signs with these besides the key that it is told to sign with. */
    String configuration() {
      return "default-key " + current + "\n" + former.map(f -> "local-user " + f + "\n").orElse("");
    }
  }

  private final Path home;
  private final Keys keys;
  private final String publicKey;

  private SigningKey(Path home, Keys keys) throws InterruptedException {
    this.home = home;
    this.keys = keys;
    this.publicKey =
        gpg(home, with(List.of("--armor", "--export"), keys.all()))
            .check("export the signing key")
            .output();
    writeKeyring();
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
    if (fingerprints(home).isEmpty()) {
      generate(home, project);
    }
    return new SigningKey(home, read(home));
  }

  /**
   * Puts another key in the place of this one. From then on both sign, and {@link #publicKey} is
   * both, until {@link #retire}: who knows either of them trusts what is published.
   *
   * @param project whose packages are signed
   * @param given file with a secret key without a passphrase; empty: one is made
   * @throws WorkFailedException if a change is under way already, or the file has no such key
   */
  public SigningKey rotate(String project, Optional<Path> given) throws InterruptedException {
    if (keys.former().isPresent()) {
      throw new WorkFailedException(
          "the key is being changed already: %s replaces %s. End that first: drover apt key retire"
              .formatted(keys.current(), keys.former().get()));
    }
    // What a change that was cut off left is not known to this file.
    write(keys);
    deleteAllBut(keys.all());
    if (given.isPresent()) {
      // It may be the public half alone, or damaged: what is there afterwards counts.
      gpg(home, "--import", given.get().toString()).run();
    } else {
      generate(home, project);
    }
    String added =
        fingerprints(home).stream()
            .filter(f -> !f.equals(keys.current()))
            .findFirst()
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "%s has no secret key other than the one that is used already"
                            .formatted(given.map(Path::toString).orElse("gpg"))));
    Keys both = new Keys(added, Optional.of(keys.current()));
    try {
      // From and to streams: gpg deletes the file that it was to write when it fails, even a
      // device.
      gpg(home, "--local-user", added, "--clear-sign")
          .input("a test")
          .check("sign with the key " + added + ", which may have no passphrase");
    } catch (WorkFailedException e) {
      deleteAllBut(keys.all());
      throw e;
    }
    write(both);
    return new SigningKey(home, both);
  }

  /**
   * Ends the change of keys: the former one signs no longer, is not trusted any more, and is
   * deleted.
   *
   * @throws WorkFailedException if no change is under way
   */
  public SigningKey retire() throws InterruptedException {
    if (keys.former().isEmpty()) {
      throw new WorkFailedException(
          "there is one key alone, %s. A new one comes with: drover apt key rotate"
              .formatted(keys.current()));
    }
    Keys left = new Keys(keys.current(), Optional.empty());
    write(left);
    deleteAllBut(left.all());
    return new SigningKey(home, left);
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
      return fingerprints(
              gpg(home, "--no-options", "--with-colons", "--show-keys").input(publicKey).run())
          .stream()
          .findFirst()
          .orElseThrow(() -> new WorkFailedException("the public key of the packages is none"));
    } finally {
      Trees.delete(home);
    }
  }

  /**
   * Writes a keyring as gpgv takes it.
   *
   * @param publicKey armored; may be several
   * @throws WorkFailedException if it is none, or the file cannot be written
   */
  public static void writeKeyring(String publicKey, Path keyring) throws InterruptedException {
    Path home = Trees.temporary("drover-key");
    Trees.make(keyring.toAbsolutePath().getParent());
    Path half = keyring.resolveSibling("half-" + ProcessHandle.current().pid());
    try {
      gpg(home, "--no-options", "--yes", "--output", half.toString(), "--dearmor")
          .input(publicKey)
          .check("read the public key of the packages");
      Trees.move(half, keyring);
    } finally {
      Trees.delete(half);
      Trees.delete(home);
    }
  }

  /** The GnuPG home that holds the secret key. */
  public Path home() {
    return home;
  }

  /** The fingerprint of the key that counts, 40 hex digits. */
  public String fingerprint() {
    return keys.current();
  }

  /** The fingerprint of the key that it replaces; empty when no change is under way. */
  public Optional<String> former() {
    return keys.former();
  }

  /** The public key, armored; while it is changed, both of them. */
  public String publicKey() {
    return publicKey;
  }

  /** What the package store needs to know of it. */
  public Signing signing() {
    return new Signing(keys.current(), Optional.of(keyring()));
  }

  /** Ends the agent that gpg leaves running for a GnuPG home. */
  public static void endAgent(Path home) throws InterruptedException {
    if (Files.isDirectory(home)) {
      Command.of("gpgconf", "--homedir", home.toString(), "--kill", "all").timeout(TIMEOUT).run();
    }
  }

  private static void generate(Path home, String project) throws InterruptedException {
    String owner = "Drover packages of " + project;
    // Without --yes gpg makes no second key for the same owner.
    gpg(home, "--yes", "--quick-generate-key", owner, "rsa3072", "sign", "never")
        .check("make a key to sign packages with");
  }

  private static Keys read(Path home) throws InterruptedException {
    List<String> there = fingerprints(home);
    List<String> configured = new ArrayList<>();
    try {
      Path file = home.resolve(CONFIGURATION);
      if (Files.exists(file)) {
        Files.readAllLines(file).forEach(line -> configured.add(line.replaceFirst(".* ", "")));
      }
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(home, Trees.why(e)), e);
    }
    configured.retainAll(there);
    if (!configured.isEmpty()) {
      return new Keys(configured.get(0), configured.stream().skip(1).findFirst());
    }
    return there.stream()
        .findFirst()
        .map(only -> new Keys(only, Optional.empty()))
        .orElseThrow(() -> new WorkFailedException("gpg made no key in " + home));
  }

  private void write(Keys all) {
    AtomicFile.write(home.resolve(CONFIGURATION), all.configuration());
  }

  private void deleteAllBut(List<String> kept) throws InterruptedException {
    for (String one : fingerprints(home)) {
      if (!kept.contains(one)) {
        gpg(home, "--yes", "--delete-secret-and-public-key", one).check("delete the key " + one);
      }
    }
  }

  private Path keyring() {
    return home.resolve("published.gpg");
  }

  private void writeKeyring() throws InterruptedException {
    Path half = home.resolve("published." + ProcessHandle.current().pid());
    gpg(home, with(List.of("--yes", "--output", half.toString(), "--export"), keys.all()))
        .check("export the signing key");
    try {
      Files.move(half, keyring(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new WorkFailedException("could not write %s: %s".formatted(keyring(), Trees.why(e)), e);
    }
  }

  private static String[] with(List<String> words, List<String> more) {
    return Stream.concat(words.stream(), more.stream()).toArray(String[]::new);
  }

  private static List<String> fingerprints(Path home) throws InterruptedException {
    return fingerprints(
        gpg(home, "--with-colons", "--list-secret-keys").check("list the signing keys"));
  }

  /** Those of primary keys alone: a subkey has a fingerprint, too. */
  private static List<String> fingerprints(Command.Result listed) {
    List<String> fingerprints = new ArrayList<>();
    boolean primary = false;
    for (String line : listed.output().lines().toList()) {
      if (line.startsWith("fpr:") && primary) {
        fingerprints.add(line.split(":")[9]);
        primary = false;
      }
      primary |= line.startsWith("sec:") || line.startsWith("pub:");
    }
    return fingerprints;
  }

  private static Command gpg(Path home, String... arguments) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("gpg", "--homedir", home.toString(), "--batch", "--quiet"));
    words.addAll(List.of("--pinentry-mode", "loopback", "--passphrase", ""));
    words.addAll(List.of(arguments));
    return Command.of(words).timeout(TIMEOUT);
  }
}
