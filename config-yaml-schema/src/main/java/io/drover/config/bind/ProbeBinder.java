package io.drover.config.bind;

import io.drover.config.model.Probe;
import io.drover.config.tree.Value.Fields;
import java.time.Duration;
import java.util.Optional;

/** Binds the checks of a service. */
final class ProbeBinder {
  private static final int PROBE_PERIOD = 10;
  private static final int PROBE_FAILURES = 3;

  private ProbeBinder() {}

  /** The probe that a health check stands for. */
  static Optional<Probe> health(Fields service, int firstPort) {
    Fields check = service.object("health_check");
    if (!service.has("health_check")) {
      return Optional.empty();
    }
    Fields http = check.object("http");
    Probe.Handler handler =
        check.has("http")
            ? new Probe.Handler.HttpGet(
                http.text("path").orElse("/"), Bindings.integer(http, "port", firstPort))
            : new Probe.Handler.Exec(Bindings.command(check, "command"));
    return Optional.of(
        new Probe(
            handler,
            Bindings.seconds(check, "initial_delay", 10),
            Bindings.seconds(check, "timeout", 5),
            Duration.ofSeconds(PROBE_PERIOD),
            1,
            PROBE_FAILURES));
  }

  /** The probe of a key. */
  static Optional<Probe> bind(Fields service, String key) {
    if (!service.has(key)) {
      return Optional.empty();
    }
    Fields probe = service.object(key);
    return Optional.of(
        new Probe(
            handler(probe.object("handler")),
            Bindings.seconds(probe, "initial_delay_seconds", 0),
            Bindings.seconds(probe, "timeout_seconds", 1),
            Bindings.seconds(probe, "period_seconds", PROBE_PERIOD),
            Bindings.integer(probe, "success_threshold", 1),
            Bindings.integer(probe, "failure_threshold", PROBE_FAILURES)));
  }

  private static Probe.Handler handler(Fields handler) {
    if (handler.has("exec")) {
      return new Probe.Handler.Exec(Bindings.command(handler.object("exec"), "command"));
    }
    if (handler.has("http_get")) {
      return httpGet(handler.object("http_get"));
    }
    Fields socket = handler.object("tcp_socket");
    return new Probe.Handler.TcpSocket(Bindings.integer(socket, "port", 0), socket.text("host"));
  }

  private static Probe.Handler httpGet(Fields get) {
    return new Probe.Handler.HttpGet(
        get.text("path").orElse("/"),
        Bindings.integer(get, "port", 0),
        get.text("host"),
        Bindings.constant(Probe.Scheme.class, get.text("scheme"), Probe.Scheme.HTTP),
        get.objects("http_headers").stream().map(ProbeBinder::header).toList());
  }

  private static Probe.Header header(Fields header) {
    return new Probe.Header(header.text("name").orElseThrow(), header.text("value").orElse(""));
  }
}
