package io.drover.engine.agent.kubernetes;

import io.drover.config.model.AgentSpec;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.agent.ShellScript;
import io.drover.engine.deploy.cluster.ClusterErrors;
import io.drover.engine.deploy.cluster.NodeGpus;
import io.drover.engine.image.ImageReference;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Consumer;

/** Agents that are pods, one for each job. */
final class PodAgent implements Agent {
  private final PodAgents agents;
  private final JobImages images;
  private final PodAgents.HelperImage helper;

  PodAgent(PodAgents agents, JobImages images, PodAgents.HelperImage helper) {
    this.agents = agents;
    this.images = images;
    this.helper = helper;
  }

  /** Makes the images of jobs. */
  interface JobImages {
    ImageReference ensure(AgentSpec spec, Consumer<String> log) throws InterruptedException;
  }

  @Override
  public void run(AgentJob job) throws InterruptedException {
    requireGpus(job);
    String image = images.ensure(job.spec(), job.log()).toString();
    String helperImage = helper.ensure(job.log()).toString();
    ShellScript script = ShellScript.write(job);
    AgentPod pod = agents.pod(job.name(), image, helperImage);
    try (PodRun run = new PodRun(agents, job, pod)) {
      run.run(script);
    } catch (KubernetesClientException e) {
      if (Thread.interrupted() || e.getCause() instanceof InterruptedException) {
        throw new InterruptedException();
      }
      throw ClusterErrors.of("pod " + pod.name(), e);
    }
  }

  /** Before anything is made or waited for. */
  private void requireGpus(AgentJob job) {
    AgentSettings settings = agents.settings();
    job.spec()
        .resources()
        .gpu()
        .filter(gpu -> !settings.gpus().onDemand())
        .flatMap(
            gpu ->
                NodeGpus.of(agents.client())
                    .against(gpu, AgentPod.placement(job, settings).nodeSelector()))
        .ifPresent(
            why -> {
              throw new WorkFailedException(why);
            });
  }
}
