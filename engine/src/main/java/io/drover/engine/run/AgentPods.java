package io.drover.engine.run;

import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentImages;
import io.drover.engine.agent.kubernetes.AgentSettings;
import io.drover.engine.agent.kubernetes.OwnPod;
import io.drover.engine.agent.kubernetes.PodAgents;
import io.drover.engine.deploy.cluster.Cluster;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.run.RunSettings.KubernetesSettings;
import io.drover.engine.run.local.StateFolder;
import java.util.Map;
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

  /**
   * Begins.
   *
   * @param environment variables of this process, which tell the pod that it runs in
   */
  static AgentPods begin(
      Clusters clusters,
      String project,
      KubernetesSettings kubernetes,
      StateFolder state,
      Map<String, String> environment,
      Consumer<String> log)
      throws InterruptedException {
    Cluster cluster = clusters.usual();
    Optional<OwnPod> here = OwnPod.of(environment).filter(pod -> pod.isIn(cluster.client()));
    AgentSettings written = kubernetes.agents().or(environment);
    AgentSettings settings = here.map(pod -> written.usuallyIn(pod.namespace())).orElse(written);
    AgentPodsNote note = AgentPodsNote.of(state);
    note.write(settings.namespaceOf(project), kubernetes.access());
    PodAgents agents = PodAgents.begin(cluster, project, state.instance(), settings, here, log);
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
