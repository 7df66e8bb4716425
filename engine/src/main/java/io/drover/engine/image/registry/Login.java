package io.drover.engine.image.registry;

/**
 * A login at a registry.
 *
 * @param user the user's name; empty for an identity token
 * @param secret password, or identity token where there is no name
 * @param origin where it was found, for error messages
 */
public record Login(String user, String secret, String origin) {
  /** Whether the secret is a token to be exchanged, not a password. */
  public boolean isIdentityToken() {
    return user.isEmpty();
  }

  /** Whose login and where from, without the secret. */
  @Override
  public String toString() {
    return (isIdentityToken() ? "the token" : "the login of " + user) + " from " + origin;
  }
}
