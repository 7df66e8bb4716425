package io.drover.aptly.client;

import java.util.List;

/**
 * A public key that the server trusts.
 *
 * @param keyId last 16 hexadecimal digits of the fingerprint
 * @param fingerprint of the key; of its last subkey, where it has some
 * @param validity GnuPG's letter for it, for example {@code u} or {@code -}
 * @param userIds who it is of
 * @param createdAt when it was made, as GnuPG writes it: seconds since 1970
 */
public record GpgKey(
    String keyId, String fingerprint, String validity, List<String> userIds, String createdAt) {

  public GpgKey {
    userIds = Lists.copy(userIds);
  }
}
