package io.drover.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.deploy.cluster.EnvironmentState;
import io.drover.engine.deploy.cluster.ServiceState;
import io.drover.engine.deploy.cluster.ServiceState.Version;
import io.drover.engine.release.TestJson;

/** What an environment runs, as JSON; its shape is described in {@code docs/kubernetes.md}. */
final class StatusJson {
  private StatusJson() {}

  static ObjectNode of(String project, EnvironmentState state) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("project", project);
    node.put("environment", state.environment());
    node.put("namespace", state.namespace());
    state
        .record()
        .deployed()
        .ifPresent(
            deployed -> {
              ObjectNode release = node.putObject("release");
              release.put("id", deployed.release().id());
              deployed.since().ifPresent(since -> release.put("since", since));
              deployed.by().ifPresent(by -> release.put("by", by));
              release.put("tested", state.record().passedTests());
              ArrayNode tests = release.putArray("tests");
              state.record().tests().outcomes().stream()
                  .filter(outcome -> outcome.release().equals(deployed.release().id()))
                  .forEach(outcome -> tests.add(TestJson.outcome(outcome)));
            });
    state.record().waiting().ifPresent(w -> node.putObject("waiting").put("id", w.id()));
    ArrayNode services = node.putArray("services");
    state.services().forEach(service -> services.add(service(service)));
    return node;
  }

  private static ObjectNode service(ServiceState service) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", service.name());
    node.put("health", service.health().word());
    service.reason().ifPresent(reason -> node.put("reason", reason));
    service.live().ifPresent(live -> version(node, live));
    service.idle().ifPresent(idle -> version(node.putObject("idle"), idle));
    ArrayNode hosts = node.putArray("hosts");
    service.hosts().forEach(hosts::add);
    return node;
  }

  private static void version(ObjectNode node, Version version) {
    version.colour().ifPresent(c -> node.put("colour", c.word()));
    node.put("version", version.version());
    node.put("image", version.image());
    node.put("ready", version.ready());
    node.put("wanted", version.wanted());
    version.since().ifPresent(since -> node.put("since", since.toString()));
  }
}
