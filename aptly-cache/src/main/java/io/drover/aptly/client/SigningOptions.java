package io.drover.aptly.client;

/**
 * How what is published is signed, with GnuPG on the server. aptly never asks for a passphrase:
 * without one, the key must have none.
 */
public final class SigningOptions extends Options<SigningOptions> {

  private SigningOptions(Fields fields) {
    // 1.5 would ask on its terminal otherwise, and hang
    super(fields.with("Batch", true));
  }

  /** With the server's default key. */
  public static SigningOptions defaultKey() {
    return new SigningOptions(Fields.NONE);
  }

  /**
   * With one key.
   *
   * @param key fingerprint or long id, hexadecimal
   */
  public static SigningOptions key(String key) {
    return defaultKey().with("GpgKey", key);
  }

  /** With several keys, which give a signature each; since 1.6.3. */
  public static SigningOptions keys(String... keys) {
    return defaultKey().with(Feature.SEVERAL_KEYS, "GpgKey", String.join(",", keys));
  }

  /** Not signed. apt does not take that, unless told to trust it. */
  public static SigningOptions unsigned() {
    return defaultKey().with("Skip", true);
  }

  /** The server's keyring that has the key. */
  public SigningOptions keyring(String keyring) {
    return with("Keyring", keyring);
  }

  /** The server's keyring that has the secret key; for GnuPG 1. */
  public SigningOptions secretKeyring(String keyring) {
    return with("SecretKeyring", keyring);
  }

  /** The key's passphrase, which travels as it is. */
  public SigningOptions passphrase(String passphrase) {
    return with("Passphrase", passphrase);
  }

  /** A file of the server with the key's passphrase. */
  public SigningOptions passphraseFile(String path) {
    return with("PassphraseFile", path);
  }

  @Override
  SigningOptions copy(Fields changed) {
    return new SigningOptions(changed);
  }
}
