package io.drover.aptly.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Public keys that the server checks mirrors and {@code .changes} files with, in a keyring: {@code
 * trustedkeys.gpg} of its GnuPG home, unless another is named. aptly 1.5 needs a GnuPG 1 for it.
 *
 * <pre>{@code
 * aptly.gpgKeys().add(Files.readString(Path.of("upstream.asc")));
 * aptly.gpgKeys().receive("hkps://keyserver.ubuntu.com", "8B48AD6246925553");
 * }</pre>
 */
public final class GpgKeys {

  private static final String DEFAULT = "trustedkeys.gpg";
  private static final Pattern PROCESSED =
      Pattern.compile("gpg: Total number processed: ([0-9]{1,9})");
  private static final Pattern TAKEN =
      Pattern.compile("gpg: +(?:imported|unchanged): ([0-9]{1,9})");

  private final Calls calls;
  private final String keyring;

  GpgKeys(Calls calls) {
    this(calls, DEFAULT);
  }

  private GpgKeys(Calls calls, String keyring) {
    this.calls = calls;
    this.keyring = keyring;
  }

  /**
   * Those of another keyring.
   *
   * @param name file in the server's GnuPG home, or an absolute path; created when missing
   */
  public GpgKeys in(String name) {
    return new GpgKeys(calls, name);
  }

  /**
   * Adds keys.
   *
   * @param armored as {@code gpg --armor --export} writes them
   */
  public void add(String armored) {
    add(Map.of("GpgKeyArmor", armored), "trust a key");
  }

  /**
   * Adds keys that the server fetches from a key server.
   *
   * @param server URL, for example {@code hkps://keyserver.ubuntu.com}
   * @param keys fingerprints or long ids, hexadecimal
   */
  public void receive(String server, String... keys) {
    String ids = String.join(" ", keys);
    add(Map.of("Keyserver", server, "GpgKeyID", ids), "trust " + ids + " from " + server);
  }

  /**
   * The keys.
   *
   * @throws RefusedException also when the keyring is not there
   * @throws UnsupportedException before 1.6.3
   */
  public List<GpgKey> list() {
    calls.require(Feature.GPG_KEY_LIST);
    Url url = Url.of("gpg", "keys").with("keyring", keyring);
    String doing = "list the keys of " + keyring;
    return calls.listOf(calls.get(url, doing).path("Keys"), GpgKey.class, doing);
  }

  /**
   * Deletes a key.
   *
   * @param key fingerprint or long id, hexadecimal
   * @throws RefusedException also when it is not there
   * @throws UnsupportedException before 1.6.3
   */
  public void delete(String key) {
    calls.require(Feature.GPG_KEY_LIST);
    Map<String, String> body = Map.of("GpgKeyID", key, "Keyring", keyring);
    calls.send("DELETE", Url.of("gpg", "key"), body, "delete the key " + key);
  }

  private void add(Map<String, String> key, String doing) {
    Map<String, String> body = new LinkedHashMap<>(key);
    body.put("Keyring", keyring);
    try {
      calls.send("POST", Url.of("gpg", "key"), body, doing);
    } catch (RefusedException e) {
      if (!isImported(e.words())) {
        throw e;
      }
    }
  }

  /**
   * Whether GnuPG says that it took all keys. It fails all the same where the server has a key of
   * its own that is not in the keyring, because it cannot check how far that is trusted.
   */
  static boolean isImported(String words) {
    long total = sum(PROCESSED.matcher(words));
    return total > 0 && total == sum(TAKEN.matcher(words));
  }

  private static long sum(Matcher matcher) {
    return matcher.results().mapToLong(result -> Long.parseLong(result.group(1))).sum();
  }
}
