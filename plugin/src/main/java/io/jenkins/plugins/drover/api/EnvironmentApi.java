package io.jenkins.plugins.drover.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Queue;
import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;

/** One environment, for programs that may see it. */
public final class EnvironmentApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BIGGEST_BODY = 64 * 1024;
  private static final String WANTED =
      "send {\"name\": SERVICE, \"application\": APPLICATION, \"version\": VERSION} with"
          + " Content-Type: application/json";

  /** As Debian and image tags have them; one line, without what separates parameters. */
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+~:_-]{0,254}");

  private final SeenEnvironment seen;
  private final Environment environment;
  private final DeployJob job;

  EnvironmentApi(SeenEnvironment seen, DeployJob job) {
    this.seen = seen;
    this.environment = seen.environment();
    this.job = job;
  }

  /**
   * {@code GET …/status}, {@code …/status/SERVICE} and {@code …/status/SERVICE/pods}. One method
   * for all: Stapler would send programs elsewhere first, to the same address with a slash.
   */
  @GET
  public HttpResponse doStatus(StaplerRequest2 req) throws InterruptedException {
    List<String> rest =
        Stream.of(req.getRestOfPath().split("/")).filter(part -> !part.isEmpty()).toList();
    StatusAnswers answers = new StatusAnswers(seen, job);
    if (rest.isEmpty()) {
      return JsonAnswer.of(200, answers.environment());
    }
    if (rest.size() == 1) {
      return JsonAnswer.of(200, answers.service(rest.get(0)));
    }
    if (rest.size() == 2 && rest.get(1).equals("pods")) {
      return JsonAnswer.of(200, answers.pods(rest.get(0)));
    }
    throw ApiException.nothing();
  }

  /**
   * {@code POST …/deploy} with {@code {"name": SERVICE, "application": NAME, "version": VERSION}}:
   * starts the environment's deployment with that version of that application. Answers 202 with
   * where the build can be followed.
   */
  @RequirePOST
  public HttpResponse doDeploy(StaplerRequest2 req) throws IOException, InterruptedException {
    job.checkBuild();
    DeployOrder order = order(body(req));
    Queue.Item queued = job.start(order);
    if (queued == null) {
      String reason = "Jenkins does not take it";
      Audit.log(order, Audit.Result.REFUSED, job.name(), reason);
      throw new ApiException(
          409, reason, "see whether the job is disabled, or Jenkins is going down");
    }
    Audit.log(order, Audit.Result.ORDERED, job.name(), "");
    ObjectNode answer = JSON.createObjectNode();
    answer.put("status", "deploying");
    answer.put("name", order.service()).put("application", order.application());
    answer.put("version", order.version());
    answer.put("job", job.name()).put("queue", queued.getUrl());
    return JsonAnswer.of(202, answer);
  }

  private DeployOrder order(JsonNode wanted) throws InterruptedException {
    String name = wanted.path("name").asText("");
    Service service =
        environment.services().stream()
            .filter(s -> s.name().equals(name))
            .findFirst()
            .orElseThrow(() -> ApiException.noService(environment.name(), name));
    String said = wanted.path("application").asText(service.application());
    if (!said.equals(service.application())) {
      throw new ApiException(
          400,
          "the service %s runs %s, not %s"
              .formatted(name, service.application(), ApiException.printable(said)),
          "leave application out, or name that one");
    }
    String version = wanted.path("version").asText("");
    if (!VERSION.matcher(version).matches()) {
      throw new ApiException(400, "version is missing, or is no version", WANTED);
    }
    return new DeployOrder(
        environment.name(),
        name,
        service.application(),
        seen.version(name).orElse(null),
        version,
        Jenkins.getAuthentication2().getName());
  }

  private static JsonNode body(StaplerRequest2 req) throws IOException {
    try (InputStream in = req.getInputStream()) {
      byte[] bytes = in.readNBytes(BIGGEST_BODY + 1);
      if (bytes.length > BIGGEST_BODY) {
        throw new ApiException(
            413, "the body is longer than %d bytes".formatted(BIGGEST_BODY), WANTED);
      }
      JsonNode body = JSON.readTree(bytes);
      if (body != null && body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      // Without its words: they quote the body.
    }
    throw new ApiException(400, "the body is no JSON object", WANTED);
  }
}
