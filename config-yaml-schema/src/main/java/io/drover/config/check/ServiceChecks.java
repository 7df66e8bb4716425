package io.drover.config.check;

import io.drover.config.problem.Problems;
import io.drover.config.problem.Wording;
import io.drover.config.tree.Place;
import io.drover.config.tree.Quantity;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Checks the services of an environment: what they refer to, and what Kubernetes would refuse. */
final class ServiceChecks {
  private final Problems out;
  private final ReadFile application;
  private final Set<String> applications;
  private final boolean allKnown;

  ServiceChecks(Problems out, ReadFile application) {
    this.out = out;
    this.application = application;
    this.allKnown = application.declaresAll("applications");
    this.applications = Declared.names(application.objects("applications"));
  }

  void check(Fields environment) {
    List<Fields> services = environment.objects("services");
    Duplicates.check(services, "name", "service", UnaryOperator.identity(), out);
    Set<String> names = Declared.names(services);
    KindChecks kinds = new KindChecks(out);
    for (Fields service : services) {
      VariableChecks.check(service.objects("env"), out);
      PortChecks.check(service, "port", out);
      PortChecks.check(service, "ports", out);
      VolumeChecks volumes = new VolumeChecks(out);
      volumes.check(service.objects("volumes"));
      initContainers(service.objects("init_containers"), volumes);
      kinds.check(service);
      requests(service);
      autoscaler(service.object("hpa"));
      liveness(service.object("liveness_probe"));
      if (service.has("port") && service.has("ports")) {
        out.warning(service.keyPlace("port"), "ignored-key", "`ports` is taken, `port` is not", "");
      }
      if (Services.kind(service) == Services.Kind.DATABASE) {
        service.scalar("application").ifPresent(this::application);
      }
      if (Services.isDeployed(service)) {
        application(service);
        backend(service, names);
        active(service, environment);
      }
    }
  }

  private void initContainers(List<Fields> containers, VolumeChecks volumes) {
    Duplicates.check(containers, "name", "init container", UnaryOperator.identity(), out);
    for (Fields container : containers) {
      VariableChecks.check(container.objects("env"), out);
      container.scalar("application").ifPresent(this::application);
      volumes.check(container.objects("volumes"));
    }
  }

  private void application(Fields service) {
    Optional<Text> written = service.scalar("application");
    boolean onlyRouted = service.has("backend") && written.isEmpty();
    if (!onlyRouted && !(service.has("application") && written.isEmpty())) {
      written.or(() -> service.scalar("name")).ifPresent(this::application);
    }
  }

  private void application(Text name) {
    if (allKnown && !applications.contains(name.text())) {
      out.error(
          name.place(),
          "unknown-application",
          "there is no application " + Wording.quote(name.text()) + " in " + application.name(),
          Wording.suggestion(name.text(), applications));
    }
  }

  private void backend(Fields service, Set<String> names) {
    Text backend = service.scalar("backend").orElse(null);
    if (backend != null && !names.contains(backend.text())) {
      out.warning(
          backend.place(),
          "unknown-backend",
          "there is no service " + Wording.quote(backend.text()) + " in this environment",
          Wording.suggestion(backend.text(), names));
    }
  }

  /** Blue/green with a person who switches has to say where it begins. */
  private void active(Fields service, Fields environment) {
    Fields own = service.object("deployment");
    Fields general = environment.object("deployment");
    boolean blueGreen = is(own, general, "method", "bluegreen");
    if (!blueGreen || !is(own, general, "mode", "manual")) {
      return;
    }
    if (!own.has("active") && !general.has("active")) {
      boolean ownCause = own.has("method") || own.has("mode");
      Place place = (ownCause ? service : environment).keyPlace("deployment");
      out.error(
          place,
          "active-missing",
          "blue/green with `mode: manual` needs `active`",
          "add `active: blue` or `active: green`");
    }
  }

  private static boolean is(Fields own, Fields general, String key, String value) {
    return own.text(key).or(() -> general.text(key)).filter(value::equals).isPresent();
  }

  private void requests(Fields service) {
    Fields limits = service.object("limits");
    for (String resource : List.of("cpu", "memory")) {
      Text request = service.object("requests").scalar(resource).orElse(null);
      Text limit = limits.scalar(resource).orElse(null);
      if (request != null
          && limit != null
          && Quantity.parse(request.text()).compareTo(Quantity.parse(limit.text())) > 0) {
        out.error(
            request.place(),
            "request-above-limit",
            "the " + resource + " request is above the limit on line " + limit.place().line(),
            "lower the request or raise the limit");
      }
    }
  }

  private void autoscaler(Fields hpa) {
    Optional<Integer> most = hpa.text("max_replicas").map(Integer::valueOf);
    int least = hpa.text("min_replicas").map(Integer::valueOf).orElse(1);
    if (most.isPresent() && least > most.get()) {
      autoscalerError(
          hpa.keyPlace("min_replicas"), "`min_replicas` is more than `max_replicas`", "swap them");
    }
    Fields metric = hpa.object("metric");
    if (metric.has("target_average_utilization") && metric.has("target_average_value")) {
      autoscalerError(metric.place(), "a metric has one target", "keep one of the two");
      return;
    }
    boolean custom =
        metric.text("name").filter(n -> !n.equals("cpu") && !n.equals("memory")).isPresent();
    if (custom && metric.has("target_average_utilization")) {
      autoscalerError(
          metric.keyPlace("target_average_utilization"),
          "a custom metric has no utilization",
          "give `target_average_value`");
    } else if (custom && !metric.has("target_average_value")) {
      autoscalerError(metric.place(), "a custom metric needs `target_average_value`", "add it");
    }
  }

  private void autoscalerError(Place place, String message, String hint) {
    out.error(place, "bad-autoscaler", message, hint);
  }

  private void liveness(Fields probe) {
    Text threshold = probe.scalar("success_threshold").orElse(null);
    if (threshold != null && !threshold.text().equals("1")) {
      out.error(
          threshold.place(),
          "bad-probe",
          "Kubernetes takes only 1 as `success_threshold` of a liveness probe",
          "remove it, or use it in `readiness_probe`");
    }
  }
}
