package io.drover.engine.agent.kubernetes;

import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.deploy.cluster.ClusterErrors;
import io.drover.engine.deploy.cluster.rollout.PodWatch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;

/** Has the cluster make a job's objects, or says why it does not. */
final class PodCreation {
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** A namespace that was just made gets its service account in a moment. */
  private static final Duration ACCOUNT = Duration.ofSeconds(20);

  private static final long PAUSE_MILLIS = 200;

  private final PodAgents agents;
  private final KubernetesClient client;
  private final AgentJob job;
  private final AgentPod pod;
  private final long begin = System.nanoTime();
  private boolean told;

  PodCreation(PodAgents agents, AgentJob job, AgentPod pod) {
    this.agents = agents;
    this.client = agents.client();
    this.job = job;
    this.pod = pod;
  }

  /**
   * Makes Secret and pod. A quota that other pods of the run use up is waited for.
   *
   * @throws WorkFailedException if the cluster refuses them
   */
  void run() throws InterruptedException {
    create(pod.secret(job));
    create(pod.pod(job, agents.settings()));
  }

  /** Makes one object, as {@link #run()} does. */
  void create(HasMetadata object) throws InterruptedException {
    while (true) {
      long seen = agents.changes().count();
      try {
        client.resource(object).inNamespace(agents.namespace()).create();
        return;
      } catch (KubernetesClientException e) {
        String said = e.getStatus() == null ? "" : "" + e.getStatus().getMessage();
        if (e.getCode() == 409) {
          // The answer to an earlier try was lost: the name is nobody else's.
          return;
        }
        if (said.contains("error looking up service account")
            && System.nanoTime() - begin < ACCOUNT.toNanos()) {
          Thread.sleep(PAUSE_MILLIS);
        } else if (said.contains("exceeded quota") && agents.othersAreAtWork(pod.name())) {
          tell(said);
          agents.changes().await(seen, LOOK.toMillis());
        } else {
          throw refused(e, said);
        }
      }
    }
  }

  private void tell(String said) {
    if (!told) {
      told = true;
      job.log().accept("waiting: " + PodWatch.refused(job.name(), said).words());
    }
  }

  private WorkFailedException refused(KubernetesClientException e, String said) {
    boolean byRules = e.getCode() == 403 && !said.contains(" cannot create resource ");
    return byRules || e.getCode() == 422 || e.getCode() == 500
        ? new WorkFailedException(PodWatch.refused(job.name(), said).words(), e)
        : ClusterErrors.of("the pod of " + job.name(), e);
  }
}
