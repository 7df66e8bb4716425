package io.drover.engine.version;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/** Why a repository could not be fetched, and what to do. */
final class RemoteTrouble {
  private RemoteTrouble() {}

  /**
   * Says what an exception of JGit means; the address holds no secrets, so neither does it.
   *
   * @param said what ssh wrote on standard error
   */
  static String explain(RepositoryAddress address, Duration silence, String said, Exception e) {
    String reason = ofSsh(address, said).orElseGet(() -> reason(address, silence, e));
    return "could not fetch %s: %s".formatted(address, reason);
  }

  /** What OpenSSH means, in the words that it has had for many years. */
  private static Optional<String> ofSsh(RepositoryAddress address, String said) {
    String host = address.uri().getHost();
    String known = address.login().knownHostsFile();
    int port = address.uri().getPort();
    String scan = "ssh-keyscan " + (port > 0 ? "-p %d ".formatted(port) : "") + host;
    if (said.contains("REMOTE HOST IDENTIFICATION HAS CHANGED")) {
      return Optional.of(
          "%s shows another host key than the one in %s: it was set up anew, or somebody stands in between. Ask its operator; if the new key is right, replace the line by that of: %s"
              .formatted(host, known, scan));
    }
    if (said.contains("Host key verification failed")) {
      return Optional.of(
          "the host key of %s is not known: compare the line of \"%s\" with what its operator publishes, and add it to %s"
              .formatted(host, scan, known));
    }
    if (said.contains("Permission denied (")) {
      return Optional.of(
          "%s refused %s%s"
              .formatted(
                  host,
                  address.login().words(),
                  address.login().isGiven() ? "" : "; name a key with \"credentials\""));
    }
    if (said.contains("Could not resolve hostname")) {
      return Optional.of("there is no host %s; check the name and the network".formatted(host));
    }
    if (said.contains("Connection refused")) {
      return Optional.of(
          "%s cannot be reached (Connection refused); check host, port and network"
              .formatted(host));
    }
    return Optional.empty();
  }

  private static String reason(RepositoryAddress address, Duration silence, Exception e) {
    String host = address.uri().getHost();
    for (Throwable t = e; t != null; t = t.getCause()) {
      String text = t.getMessage() == null ? "" : t.getMessage().toLowerCase(Locale.ROOT);
      if (t instanceof UnknownHostException) {
        return "there is no host %s; check the name and the network".formatted(host);
      }
      if (t instanceof InterruptedIOException || text.contains("timed out")) {
        return "%s did not answer within %d s; check the address and the network, or try later"
            .formatted(host, Math.max(1, silence.toSeconds()));
      }
      if (t instanceof ConnectException || t instanceof NoRouteToHostException) {
        return "%s cannot be reached (%s); check host, port and network"
            .formatted(host, ("" + t.getMessage()).replace(" " + host, ""));
      }
      if (t instanceof SSLException) {
        return "no secure connection to %s (%s)".formatted(host, t.getMessage());
      }
      if (t instanceof NoRemoteRepositoryException) {
        String said = ("" + t.getMessage()).replace(address + ": ", "").strip();
        return "there is no such repository on %s, or it needs a login (%s)".formatted(host, said);
      }
      if (text.contains("authentication is required") || text.contains("not authorized")) {
        return address.login().isGiven()
            ? "%s refused the user and password".formatted(host)
            : "%s asks for a login; give one with \"credentials\"".formatted(host);
      }
    }
    return deepest(e);
  }

  private static String deepest(Throwable e) {
    Throwable t = e;
    while (t.getCause() != null) {
      t = t.getCause();
    }
    return t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
  }
}
