package io.jenkins.plugins.drover.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.StringParameterValue;
import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.plan.Task.Kind;
import io.drover.seedjobs.item.JobNames;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** One environment, for programs. */
public final class EnvironmentApi {
  private static final Logger AUDIT = Logger.getLogger("io.jenkins.plugins.drover.audit");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BIGGEST_BODY = 64 * 1024;

  /** As Debian and image tags have them; one line, without what separates parameters. */
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+~:_-]{0,254}");

  private final Configuration configuration;
  private final Environment environment;

  EnvironmentApi(Configuration configuration, Environment environment) {
    this.configuration = configuration;
    this.environment = environment;
  }

  /**
   * {@code POST …/deploy} with {@code {"name": SERVICE, "application": NAME, "version": VERSION}}:
   * starts the environment's deployment with that version of that application. Answers 202 with
   * where the build can be followed.
   */
  @POST
  public HttpResponse doDeploy(StaplerRequest2 req) throws IOException {
    WorkflowJob job = deployJob();
    job.checkPermission(Item.BUILD);
    Optional<JsonNode> body = body(req);
    if (body.isEmpty()) {
      return JsonAnswer.error(400, "a JSON object with name, application and version is wanted");
    }
    JsonNode wanted = body.get();
    String name = wanted.path("name").asText("");
    String version = wanted.path("version").asText("");
    Optional<Service> service =
        environment.services().stream().filter(s -> s.name().equals(name)).findFirst();
    if (service.isEmpty()) {
      return JsonAnswer.error(
          404, "%s has no service %s".formatted(environment.name(), printable(name)));
    }
    String application = service.get().application();
    String said = wanted.path("application").asText(application);
    if (!said.equals(application)) {
      return JsonAnswer.error(
          400, "the service %s runs %s, not %s".formatted(name, application, printable(said)));
    }
    if (!VERSION.matcher(version).matches()) {
      return JsonAnswer.error(400, "version is missing, or no version");
    }
    return start(job, application, version);
  }

  private HttpResponse start(WorkflowJob job, String application, String version) {
    ParametersAction versions =
        new ParametersAction(new StringParameterValue("versions", application + "=" + version));
    Queue.Item queued =
        Jenkins.get()
            .getQueue()
            .schedule2(job, 0, List.of(new CauseAction(new Cause.UserIdCause()), versions))
            .getItem();
    if (queued == null) {
      return JsonAnswer.error(
          409, "Jenkins does not take it: is the job disabled, or Jenkins going down?");
    }
    AUDIT.log(
        Level.INFO,
        "{0} deploys {1} {2} to {3} by the API",
        new Object[] {
          Jenkins.getAuthentication2().getName(), application, version, environment.name()
        });
    ObjectNode answer = JSON.createObjectNode();
    answer.put("name", application).put("version", version).put("status", "deploying");
    answer.put("job", job.getFullName()).put("queue", queued.getUrl());
    return JsonAnswer.of(202, answer);
  }

  private WorkflowJob deployJob() {
    Task deployment =
        Plan.of(configuration).task(Kind.DEPLOY.id(environment.name())).orElseThrow();
    String path = configuration.project() + "/" + JobNames.of(deployment);
    WorkflowJob job = Jenkins.get().getItemByFullName(path, WorkflowJob.class);
    if (job == null) {
      throw HttpResponses.notFound();
    }
    return job;
  }

  private static Optional<JsonNode> body(StaplerRequest2 req) throws IOException {
    try (InputStream in = req.getInputStream()) {
      byte[] bytes = in.readNBytes(BIGGEST_BODY);
      return Optional.ofNullable(JSON.readTree(bytes)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static String printable(String text) {
    return text.replaceAll("[^A-Za-z0-9._-]", "?");
  }
}
