package io.jenkins.plugins.drover.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.EnvironmentState;
import io.drover.engine.deploy.cluster.EnvironmentWatch.Sighting;
import io.drover.engine.deploy.cluster.ServicePods.PodLog;
import io.drover.engine.deploy.cluster.ServiceState;
import io.drover.engine.secret.Masking;
import java.util.List;
import java.util.concurrent.Semaphore;

/** What an environment runs, for programs that may see it. */
final class StatusAnswers {
  /** Logs are read from the cluster at each request; so many at once is what it is asked for. */
  private static final Semaphore READERS = new Semaphore(4);

  private final SeenEnvironment seen;
  private final DeployJob job;

  StatusAnswers(SeenEnvironment seen, DeployJob job) {
    this.seen = seen;
    this.job = job;
  }

  /** All services. */
  ObjectNode environment() throws InterruptedException {
    Sighting sighting = seen.sighting();
    EnvironmentState state = seen.state(sighting);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("environment", state.environment()).put("namespace", state.namespace());
    sighting.asOf().ifPresent(time -> answer.put("as_of", time.toString()));
    sighting.trouble().ifPresent(trouble -> answer.put("trouble", trouble));
    ArrayNode services = answer.putArray("services");
    state
        .services()
        .forEach(service -> services.add(ServiceStatus.of(service, job.lastOrder(service.name()))));
    return answer;
  }

  /** One service. */
  ObjectNode service(String service) throws InterruptedException {
    return ServiceStatus.of(state(service), job.lastOrder(service));
  }

  /** The pods of a service, with the ends of their logs. */
  ObjectNode pods(String service) throws InterruptedException {
    String name = state(service).name();
    if (!READERS.tryAcquire()) {
      throw new ApiException(
          429, "too many logs are being read at the same time", "ask again in a few seconds");
    }
    try {
      return json(seen.pods(name));
    } catch (WorkFailedException e) {
      throw new ApiException(
          503,
          e.getMessage(),
          "see whether the cluster is there and lets its kubeconfig read pods");
    } finally {
      READERS.release();
    }
  }

  private ObjectNode json(List<PodLog> pods) {
    Masking masking = ProjectSecrets.masking(job.item());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode all = answer.putArray("pods");
    for (PodLog pod : pods) {
      ObjectNode node = all.addObject();
      node.put("Name", pod.name()).put("Phase", pod.phase());
      pod.start().ifPresent(start -> node.put("StartTime", start));
      node.put("Message", pod.trouble().orElse(""));
      node.put("Logs", masking.mask(pod.log()));
    }
    return answer;
  }

  private ServiceState state(String service) throws InterruptedException {
    return seen.state(seen.sighting())
        .service(service)
        .orElseThrow(() -> ApiException.noService(seen.name(), service));
  }
}
