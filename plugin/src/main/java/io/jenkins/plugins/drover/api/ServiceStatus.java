package io.jenkins.plugins.drover.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.deploy.cluster.Health;
import io.drover.engine.deploy.cluster.ServiceState;
import io.drover.engine.deploy.cluster.ServiceState.Version;
import io.jenkins.plugins.drover.api.DeployJob.OrderState;
import java.util.Locale;

/** A service in environment-operator's words, with Drover's own beside them. */
final class ServiceStatus {
  private static final String GREEN = "green";
  private static final String ORANGE = "orange";
  private static final String RED = "red";

  private ServiceStatus() {}

  /**
   * A service as JSON. What is not known is left out.
   *
   * @param order what became of the last order: its programs wait for green, and take red for its
   *     end
   */
  static ObjectNode of(ServiceState service, OrderState order) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", service.name());
    service.live().ifPresent(live -> version(node, live));
    service.hosts().stream().findFirst().ifPresent(host -> node.put("external_url", host));
    node.put("status", colour(service.health(), order));
    node.put("health", service.health().word());
    service.reason().ifPresent(reason -> node.put("reason", reason));
    if (order != OrderState.NONE) {
      node.put("order", order.name().toLowerCase(Locale.ROOT));
    }
    service.idle().ifPresent(idle -> version(node.putObject("idle"), idle));
    return node;
  }

  private static String colour(Health health, OrderState order) {
    return switch (order) {
      case UNDER_WAY -> ORANGE;
      case FAILED -> RED;
      case NONE ->
          switch (health) {
            case HEALTHY, STOPPED -> GREEN;
            case STARTING -> ORANGE;
            case FAILING, MISSING -> RED;
          };
    };
  }

  private static void version(ObjectNode node, Version version) {
    node.put("version", version.version()).put("image", version.image());
    version.colour().ifPresent(colour -> node.put("colour", colour.word()));
    version.since().ifPresent(since -> node.put("deployed_at", since.toString()));
    ObjectNode replicas = node.putObject("replicas");
    replicas.put("available", version.ready());
    // A roll-out that is done has left none of an older version.
    version.since().ifPresent(since -> replicas.put("up_to_date", version.wanted()));
    replicas.put("desired", version.wanted());
  }
}
