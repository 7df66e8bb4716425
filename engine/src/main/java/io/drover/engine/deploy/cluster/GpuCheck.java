package io.drover.engine.deploy.cluster;

import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import io.drover.engine.deploy.cluster.rollout.Verdict;
import io.drover.engine.kubernetes.GpuSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fails services that ask for GPUs no node has: their pods would wait until the deadline. */
final class GpuCheck {
  private final Cluster cluster;
  private final GpuSettings settings;

  GpuCheck(Cluster cluster, GpuSettings settings) {
    this.cluster = cluster;
    this.settings = settings;
  }

  void check(Environment environment, Collection<Unit> units) {
    Map<String, String> reasons = new HashMap<>();
    List<Service> asking =
        environment.services().stream().filter(s -> s.gpu().isPresent()).toList();
    if (asking.isEmpty() || settings.onDemand()) {
      return;
    }
    NodeGpus nodes = NodeGpus.of(cluster.client());
    for (Service service : asking) {
      nodes
          .against(service.gpu().get(), settings.nodes().nodeSelector())
          .ifPresent(why -> reasons.put(service.name(), why));
    }
    for (Unit unit : units) {
      String reason = reasons.get(unit.name());
      if (reason != null && unit.service().isPresent()) {
        unit.fail(Verdict.failed(reason, List.of()));
      }
    }
  }
}
