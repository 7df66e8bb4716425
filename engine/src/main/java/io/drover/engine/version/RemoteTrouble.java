package io.drover.engine.version;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/** Why a repository could not be fetched, and what to do. */
final class RemoteTrouble {
  private RemoteTrouble() {}

  /** Says what an exception of JGit means; the address holds no secrets, so neither does it. */
  static String explain(RepositoryAddress address, Duration silence, Exception e) {
    return "could not fetch %s: %s".formatted(address, reason(address, silence, e));
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
        return address.credentials().isPresent()
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
