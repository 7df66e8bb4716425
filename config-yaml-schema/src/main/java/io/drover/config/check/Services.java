package io.drover.config.check;

import io.drover.config.tree.Value.Fields;

/** What a service in the file is, before it is bound. */
public final class Services {
  private Services() {}

  /** What a service of the file becomes. */
  public enum Kind {
    APPLICATION,
    DATABASE,
    HELM_CHART,
    SERVICE_ENTRY,
    CUSTOM
  }

  /** What a service becomes. */
  public static Kind kind(Fields service) {
    String type = service.written("type").orElse("");
    if (service.has("type")) {
      return type.equalsIgnoreCase("helmChart")
          ? Kind.HELM_CHART
          : type.equalsIgnoreCase("serviceentry") ? Kind.SERVICE_ENTRY : Kind.CUSTOM;
    }
    return service.has("database_type") ? Kind.DATABASE : Kind.APPLICATION;
  }

  /** Whether the service is to be ignored. */
  static boolean isIgnored(Fields service) {
    return service.text("ignore").filter("true"::equals).isPresent();
  }

  /** Whether it is an application of ours that is to run. */
  public static boolean isDeployed(Fields service) {
    return !isIgnored(service) && kind(service) == Kind.APPLICATION;
  }

  /** Whether it is there, and something else than an application of ours. */
  public static boolean isManaged(Fields service) {
    return !isIgnored(service) && kind(service) != Kind.APPLICATION;
  }
}
