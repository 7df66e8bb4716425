package io.jenkins.plugins.drover.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.deploy.cluster.EnvironmentState;
import io.drover.engine.deploy.cluster.EnvironmentWatch.Sighting;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.verb.GET;

/** {@code …/status}: what an environment runs, for programs that may see it. */
public final class StatusApi {
  private final SeenEnvironment seen;
  private final DeployJob job;

  StatusApi(SeenEnvironment seen, DeployJob job) {
    this.seen = seen;
    this.job = job;
  }

  /** {@code GET …/status}: all services. */
  @GET
  public HttpResponse doIndex() throws InterruptedException {
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
    return JsonAnswer.of(200, answer);
  }

  /** {@code …/status/SERVICE}. */
  public ServiceApi getDynamic(String service) {
    return new ServiceApi(seen, job, service);
  }
}
