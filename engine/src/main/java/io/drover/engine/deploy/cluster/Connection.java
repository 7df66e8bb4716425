package io.drover.engine.deploy.cluster;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Why there is no connection, in people's words. */
final class Connection {
  private Connection() {}

  /** Whether asking again is no use. */
  static boolean neverGetsBetter(Throwable failure) {
    return caused(failure, CertificateException.class).isPresent()
        || (caused(failure, SSLException.class).isPresent() && !isCutOff(failure));
  }

  /**
   * Whether the other side went away while TLS began, as a load balancer does whose API server is
   * away. The JDK says so in words only.
   */
  private static boolean isCutOff(Throwable failure) {
    return caused(failure, EOFException.class).isPresent()
        || caused(failure, SocketException.class).isPresent()
        || caused(failure, SSLHandshakeException.class)
            .filter(e -> String.valueOf(e.getMessage()).startsWith("Remote host "))
            .isPresent();
  }

  static String reason(Throwable failure) {
    if (caused(failure, UnknownHostException.class).isPresent()
        || caused(failure, UnresolvedAddressException.class).isPresent()) {
      return "its host name is not known";
    }
    if (caused(failure, HttpTimeoutException.class).isPresent()
        || caused(failure, TimeoutException.class).isPresent()) {
      return "it does not answer in time";
    }
    Optional<CertificateException> certificate = caused(failure, CertificateException.class);
    if (certificate.isPresent()) {
      return "its certificate is not trusted (%s); check the kubeconfig's certificate-authority"
          .formatted(certificate.get().getMessage());
    }
    if (isCutOff(failure) && caused(failure, SSLException.class).isPresent()) {
      return "it ends connections at once";
    }
    Optional<SSLException> tls = caused(failure, SSLException.class);
    if (tls.isPresent()) {
      return "TLS failed (%s)".formatted(tls.get().getMessage());
    }
    if (caused(failure, ConnectException.class).isPresent()) {
      return "it refuses connections";
    }
    return "the connection broke";
  }

  private static <T extends Throwable> Optional<T> caused(Throwable failure, Class<T> type) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .limit(20)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
