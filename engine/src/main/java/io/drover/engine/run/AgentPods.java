package io.drover.engine.run;

import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentImages;
import io.drover.engine.agent.kubernetes.PodAgents;
import io.drover.engine.deploy.cluster.Cluster;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.run.local.StateFolder;
import java.util.Optional;
import java.util.function.Consumer;

/** The pods in which a run builds and tests, if it does so in pods. */
final class AgentPods implements AutoCloseable {
  private final Optional<PodAgents> agents;
  private final Runnable done;

  private AgentPods(Optional<PodAgents> agents, Runnable done) {
    this.agents = agents;
    this.done = done;
  }

  static AgentPods none() {
    return new AgentPods(Optional.empty(), () -> {});
  }

  static AgentPods begin(
      Clusters clusters,
      String project,
      RunSettings settings,
      StateFolder state,
      Consumer<String> log)
      throws InterruptedException {
    RunSettings.KubernetesSettings kubernetes = settings.kubernetes();
    Cluster cluster = clusters.usual();
    AgentPodsNote note = AgentPodsNote.of(state);
    note.write(kubernetes.agents().namespaceOf(project), kubernetes.access());
    PodAgents agents =
        PodAgents.begin(cluster, project, state.instance(), kubernetes.agents(), log);
    return new AgentPods(Optional.of(agents), note::delete);
  }

  Agent agent(AgentImages images, PodAgents.HelperImage helper) {
    return agents.orElseThrow().agent(images, helper);
  }

  @Override
  public void close() {
    agents.ifPresent(PodAgents::close);
    done.run();
  }
}
