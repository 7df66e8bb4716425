package io.drover.engine.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Public keys that sign apt repositories. */
final class RepositoryKeys {
  /** The key server that add-apt-repository asks; it speaks HKP over https. */
  private static final URI KEY_SERVER = URI.create("https://keyserver.ubuntu.com/");

  private static final URI LAUNCHPAD = URI.create("https://api.launchpad.net/devel/");

  private final Downloads downloads;
  private final URI keyServer;
  private final URI launchpad;

  RepositoryKeys(Downloads downloads) {
    this(downloads, KEY_SERVER, LAUNCHPAD);
  }

  /** With other servers than the public ones. */
  RepositoryKeys(Downloads downloads, URI keyServer, URI launchpad) {
    this.downloads = downloads;
    this.keyServer = keyServer;
    this.launchpad = launchpad;
  }

  /**
   * A key in the armored form that apt takes in a file {@code .asc}.
   *
   * @param key as in {@link Installation.AptSource#key()}
   * @param work folder for a GnuPG home, which is deleted again
   * @throws WorkFailedException if it cannot be had, or is none
   */
  String armored(String key, Path work) throws InterruptedException {
    Path home = Trees.fresh(work.resolve("gnupg"));
    try {
      if (key.startsWith("-----BEGIN")) {
        return export(key.getBytes(StandardCharsets.UTF_8), "repository_key", "", home);
      }
      if (key.startsWith("ppa:")) {
        return fromKeyServer(launchpadKey(key.substring("ppa:".length())), home);
      }
      if (key.matches("https?://.*")) {
        return fromUrl(URI.create(key), home);
      }
      return fromKeyServer(key, home);
    } finally {
      Trees.delete(home);
    }
  }

  private String fromUrl(URI url, Path home) throws InterruptedException {
    boolean loopback = "127.0.0.1".equals(url.getHost()) || "localhost".equals(url.getHost());
    if (url.getScheme().equals("http") && !loopback) {
      throw new WorkFailedException(
          "the key at %s comes over http, where anybody can put another in its place. Use https, or write the armored key itself"
              .formatted(url));
    }
    return export(downloads.bytes(url), url.toString(), "", home);
  }

  private String fromKeyServer(String id, Path home) throws InterruptedException {
    String digits = id.replaceFirst("^0[xX]", "").toUpperCase(Locale.ROOT);
    URI lookup = keyServer.resolve("pks/lookup?op=get&options=mr&search=0x" + digits);
    byte[] answer;
    try {
      answer = downloads.bytes(lookup);
    } catch (WorkFailedException e) {
      throw new WorkFailedException(
          "could not get the key %s from the key server: %s%nGive the key's URL, or the armored key itself, as repository_key"
              .formatted(id, e.getMessage()),
          e);
    }
    return export(answer, "the key server", digits, home);
  }

  private String launchpadKey(String ppa) throws InterruptedException {
    int slash = ppa.indexOf('/');
    String path =
        "~%s/+archive/ubuntu/%s".formatted(ppa.substring(0, slash), ppa.substring(slash + 1));
    try {
      String fingerprint =
          new ObjectMapper()
              .readTree(downloads.text(launchpad.resolve(path)))
              .path("signing_key_fingerprint")
              .asText("");
      if (!fingerprint.isEmpty()) {
        return fingerprint;
      }
      throw new WorkFailedException("Launchpad has no key of ppa:" + ppa);
    } catch (JsonProcessingException e) {
      throw new WorkFailedException("Launchpad gave no answer about ppa:" + ppa, e);
    } catch (WorkFailedException e) {
      throw new WorkFailedException(
          "could not ask Launchpad for the key of ppa:%s: %s%nGive the key as repository_key"
              .formatted(ppa, e.getMessage()),
          e);
    }
  }

  /** Exports the keys that were meant and no others, whatever form they came in. */
  private static String export(byte[] key, String from, String id, Path home)
      throws InterruptedException {
    Path file = home.resolve("given");
    try {
      Files.write(file, key);
    } catch (IOException e) {
      throw new WorkFailedException("could not write %s: %s".formatted(file, Trees.why(e)), e);
    }
    gpg(home, "--import", file.toString()).run();
    List<String> fingerprints =
        gpg(home, "--with-colons", "--list-keys")
            .check("read the key from " + from)
            .output()
            .lines()
            .filter(line -> line.startsWith("fpr:"))
            .map(line -> line.split(":")[9])
            .filter(fingerprint -> fingerprint.endsWith(id))
            .toList();
    if (fingerprints.isEmpty()) {
      throw new WorkFailedException(
          "there is no public key %sin what came from %s"
              .formatted(id.isEmpty() ? "" : id + " ", from));
    }
    List<String> words = new ArrayList<>(List.of("--armor", "--export"));
    words.addAll(fingerprints);
    return gpg(home, words.toArray(String[]::new)).check("read the key from " + from).output();
  }

  private static Command gpg(Path home, String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of("gpg", "--homedir", home.toString(), "--batch", "--quiet", "--no-options"));
    words.addAll(List.of("--no-autostart", "--no-permission-warning"));
    words.addAll(List.of(arguments));
    return Command.of(words);
  }
}
