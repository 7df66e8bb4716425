package io.drover.seedjobs.rest;

import io.drover.engine.WorkFailedException;
import io.drover.engine.image.registry.Loopback;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a Jenkins is.
 *
 * @param uri its own address, with {@code /} at the end
 */
public record JenkinsAddress(URI uri) {

  /**
   * Reads an address.
   *
   * @throws WorkFailedException if it is none, or has a login in it
   */
  public static JenkinsAddress parse(String text) {
    try {
      URI uri = new URI(text.endsWith("/") ? text : text + "/");
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
        return new JenkinsAddress(uri);
      }
      if (uri.getUserInfo() != null) {
        throw new WorkFailedException(
            "a login does not belong into Jenkins' address: " + JenkinsLogin.HOW);
      }
    } catch (URISyntaxException e) {
      // Said below; the text itself may hold a password.
    }
    throw new WorkFailedException(
        "that is not the address of a Jenkins; an example: https://ci.example.com/jenkins");
  }

  /** Whether a login can be read by others on its way. */
  public boolean isOpen() {
    return uri.getScheme().equals("http") && !Loopback.is(uri.getAuthority());
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
