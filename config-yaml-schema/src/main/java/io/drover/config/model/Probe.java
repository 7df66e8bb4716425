package io.drover.config.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A check that Kubernetes makes of a container.
 *
 * @param handler what is done
 * @param initialDelay time from the container's start to the first check
 * @param timeout time for one check
 * @param period time between checks
 * @param successThreshold successes in a row that count, at least 1
 * @param failureThreshold failures in a row that count, at least 1
 */
public record Probe(
    Handler handler,
    Duration initialDelay,
    Duration timeout,
    Duration period,
    int successThreshold,
    int failureThreshold) {

  /** What a probe does. */
  public sealed interface Handler {
    /**
     * Runs a command in the container; status 0 is good.
     *
     * @param command words
     */
    record Exec(List<String> command) implements Handler {
      public Exec {
        command = List.copyOf(command);
      }
    }

    /**
     * Asks over HTTP; 200–399 is good.
     *
     * @param path absolute path
     * @param port 1–65535
     * @param host asked in place of the pod
     * @param scheme protocol
     * @param headers headers to send, in order; one name may be there more than once
     */
    record HttpGet(
        String path, int port, Optional<String> host, Scheme scheme, List<Header> headers)
        implements Handler {
      public HttpGet {
        headers = List.copyOf(headers);
      }

      /** Asks the pod itself over plain HTTP. */
      public HttpGet(String path, int port) {
        this(path, port, Optional.empty(), Scheme.HTTP, List.of());
      }
    }

    /**
     * Opens a TCP connection.
     *
     * @param port 1–65535
     * @param host connected to in place of the pod
     */
    record TcpSocket(int port, Optional<String> host) implements Handler {
      /** Connects to the pod itself. */
      public TcpSocket(int port) {
        this(port, Optional.empty());
      }
    }
  }

  /** Protocol of an HTTP check; certificates are not verified. */
  public enum Scheme {
    HTTP,
    HTTPS
  }

  /**
   * A header of an HTTP check.
   *
   * @param name its name
   * @param value its value, which may be a credential
   */
  public record Header(String name, String value) {}
}
