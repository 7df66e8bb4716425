package io.drover.aptly;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The key that published indexes are signed with. It lies in the server's own GnuPG home, without a
 * passphrase.
 *
 * @param key fingerprint or long id, hexadecimal
 * @param keyring file with the public key as {@code gpg --export} writes it, not armored; what was
 *     published is then only taken for published when gpgv finds its signature good. Empty: nobody
 *     looks at signatures here
 */
public record Signing(String key, Optional<Path> keyring) {

  private static final Pattern KEY = Pattern.compile("(0x)?[0-9A-Fa-f]{16,64}");

  /**
   * Checks the form of the key id.
   *
   * @throws IllegalArgumentException when it is not 16 to 64 hexadecimal digits
   */
  public Signing {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "signing key '" + key + "' is not a fingerprint: give 16 to 64 hexadecimal digits");
    }
  }

  /** A key whose signatures are not looked at. */
  public Signing(String key) {
    this(key, Optional.empty());
  }
}
