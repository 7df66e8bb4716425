package io.jenkins.plugins.drover.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.ServicePods.PodLog;
import io.drover.engine.deploy.cluster.ServiceState;
import io.drover.engine.secret.Masking;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.verb.GET;

/** {@code …/status/SERVICE}: one service, for programs that may see its environment. */
public final class ServiceApi {
  /** Logs are read from the cluster at each request; so many at once is what it is asked for. */
  private static final Semaphore READERS = new Semaphore(4);

  private final SeenEnvironment seen;
  private final DeployJob job;
  private final String service;

  ServiceApi(SeenEnvironment seen, DeployJob job, String service) {
    this.seen = seen;
    this.job = job;
    this.service = service;
  }

  /** {@code GET …/status/SERVICE}: how it does. */
  @GET
  public HttpResponse doIndex() throws InterruptedException {
    return JsonAnswer.of(200, ServiceStatus.of(state(), job.lastOrder(service)));
  }

  /** {@code GET …/status/SERVICE/pods}: its pods with the ends of their logs. */
  @GET
  public HttpResponse doPods() throws InterruptedException {
    String name = state().name();
    if (!READERS.tryAcquire()) {
      throw new ApiException(
          429, "too many logs are being read at the same time", "ask again in a few seconds");
    }
    try {
      return JsonAnswer.of(200, pods(seen.pods(name)));
    } catch (WorkFailedException e) {
      throw new ApiException(
          503,
          e.getMessage(),
          "see whether the cluster is there and lets its kubeconfig read pods");
    } finally {
      READERS.release();
    }
  }

  private ObjectNode pods(List<PodLog> pods) {
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

  private ServiceState state() throws InterruptedException {
    return seen.state(seen.sighting()).services().stream()
        .filter(s -> s.name().equals(service))
        .findFirst()
        .orElseThrow(() -> ApiException.noService(seen.name(), service));
  }
}
