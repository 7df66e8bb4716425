package io.drover.engine.version;

import java.util.Objects;
import org.eclipse.jgit.errors.UnsupportedCredentialItem;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** A user and password for one host: one that it redirects to does not get them. */
final class HostCredentials extends UsernamePasswordCredentialsProvider {
  private final URIish host;

  HostCredentials(URIish host, String user, String password) {
    super(user, password);
    this.host = host;
  }

  @Override
  public boolean get(URIish uri, CredentialItem... items) throws UnsupportedCredentialItem {
    return isSameHost(host, uri) && super.get(uri, items);
  }

  /** Whether two addresses mean the same server: protocol, host and port. */
  static boolean isSameHost(URIish one, URIish other) {
    return Objects.equals(scheme(one), scheme(other))
        && one.getHost() != null
        && one.getHost().equalsIgnoreCase(other.getHost())
        && one.getPort() == other.getPort();
  }

  /** {@code git@host:path} is a way to write an ssh URL. */
  private static String scheme(URIish uri) {
    return uri.getScheme() == null ? "ssh" : uri.getScheme();
  }

  static boolean isLoopback(URIish uri) {
    String name = String.valueOf(uri.getHost());
    return name.equals("localhost") || name.matches("127(\\.\\d+){3}") || name.equals("::1");
  }
}
