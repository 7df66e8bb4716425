package io.drover.engine.kubernetes;

import io.drover.config.model.Probe;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import io.fabric8.kubernetes.api.model.ProbeBuilder;

/** The checks that the kubelet makes. */
final class Probes {
  private Probes() {}

  static io.fabric8.kubernetes.api.model.Probe readiness(Probe probe) {
    return of(probe, probe.successThreshold());
  }

  /** One success must be enough for these: Kubernetes takes no other number. */
  static io.fabric8.kubernetes.api.model.Probe liveness(Probe probe) {
    return of(probe, 1);
  }

  private static io.fabric8.kubernetes.api.model.Probe of(Probe probe, int successThreshold) {
    ProbeBuilder builder =
        new ProbeBuilder()
            .withInitialDelaySeconds(Seconds.of(probe.initialDelay()))
            .withTimeoutSeconds(Math.max(1, Seconds.of(probe.timeout())))
            .withPeriodSeconds(Math.max(1, Seconds.of(probe.period())))
            .withSuccessThreshold(successThreshold)
            .withFailureThreshold(probe.failureThreshold());
    if (probe.handler() instanceof Probe.Handler.Exec exec) {
      return builder.withNewExec().withCommand(exec.command()).endExec().build();
    }
    if (probe.handler() instanceof Probe.Handler.HttpGet http) {
      return builder
          .withNewHttpGet()
          .withHost(http.host().orElse(null))
          .withPath(http.path())
          .withNewPort(http.port())
          .withScheme(http.scheme() == Probe.Scheme.HTTPS ? "HTTPS" : null)
          .withHttpHeaders(
              http.headers().stream().map(h -> new HTTPHeader(h.name(), h.value())).toList())
          .endHttpGet()
          .build();
    }
    Probe.Handler.TcpSocket tcp = (Probe.Handler.TcpSocket) probe.handler();
    return builder
        .withNewTcpSocket()
        .withHost(tcp.host().orElse(null))
        .withNewPort(tcp.port())
        .endTcpSocket()
        .build();
  }
}
