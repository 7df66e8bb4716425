package io.drover.config.check;

import io.drover.config.check.Services.Kind;
import io.drover.config.problem.Problems;
import io.drover.config.problem.Wording;
import io.drover.config.tree.Value.Fields;
import java.util.List;
import java.util.Set;

/** Checks that a service has the fields that its kind needs, and none that mean nothing for it. */
final class KindChecks {
  private static final Set<String> ALL = Set.of("name", "type", "version", "ignore");
  private static final List<String> CHART =
      List.of("chart", "repo", "set", "values_content", "target_namespace");
  private static final List<String> ENTRY =
      List.of(
          "hosts",
          "addresses",
          "location",
          "resolution",
          "endpoints",
          "export_to",
          "service_entry_ports");
  private static final List<String> STACK =
      List.of("template_filename", "parameter_filename", "stack_name");

  private final Problems out;

  KindChecks(Problems out) {
    this.out = out;
  }

  void check(Fields service) {
    Kind kind = Services.kind(service);
    switch (kind) {
      case APPLICATION, DATABASE -> {
        without(service, CHART, "is only for charts", "add `type: helmChart`, or remove it");
        without(service, ENTRY, "is only for Istio", "add `type: serviceentry`, or remove it");
        without(service, STACK, "is only for custom resources", "add `type`, or remove it");
        without(
            service,
            List.of("options"),
            "is only for custom resources",
            "add `type`, or remove it");
      }
      case HELM_CHART -> {
        needs(service, "chart");
        only(service, CHART, "options");
      }
      case SERVICE_ENTRY -> {
        needs(service, "hosts");
        only(service, ENTRY, "");
      }
      case CUSTOM -> only(service, STACK, "options", "replicas");
    }
    if (service.has("protocol")
        && !service.has("service_mesh")
        && (kind == Kind.APPLICATION || kind == Kind.DATABASE)) {
      ignored(
          service, "protocol", "says nothing without `service_mesh`", "add `service_mesh: enable`");
    }
  }

  private void needs(Fields service, String key) {
    if (!service.has(key)) {
      out.error(service.place(), "missing-key", "`" + key + "` is missing", "add `" + key + ": …`");
    }
  }

  private void without(Fields service, List<String> keys, String why, String hint) {
    for (String key : keys) {
      if (service.has(key)) {
        ignored(service, key, why, hint);
      }
    }
  }

  private void only(Fields service, List<String> own, String... further) {
    Set<String> others = Set.of(further);
    for (String key : service.fields().keySet()) {
      if (!ALL.contains(key) && !own.contains(key) && !others.contains(key)) {
        String type = Wording.quote(service.written("type").orElse(""));
        ignored(service, key, "says nothing for the type " + type, "remove it");
      }
    }
  }

  private void ignored(Fields service, String key, String why, String hint) {
    out.warning(service.keyPlace(key), "ignored-key", "`" + key + "` " + why, hint);
  }
}
