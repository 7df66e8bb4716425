package io.jenkins.plugins.drover.handover;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Action;
import hudson.model.Actionable;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.StringParameterValue;
import io.drover.seedjobs.item.JobNames;
import io.drover.seedjobs.xml.Marker;
import io.jenkins.plugins.drover.Builds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;

/**
 * A build that waits for its turn or is under way, and that no other build of the project has
 * started: what such a one waits for is begun again with it.
 *
 * @param project the project, which is the folder's name
 * @param job the job's name in the folder
 * @param parameters those of the build that are not empty
 * @param why why it was started, for people
 */
record Work(String project, String job, Map<String, String> parameters, String why) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Work {
    parameters = Map.copyOf(parameters);
  }

  /**
   * What a job was asked for.
   *
   * @param asked the item of the queue, or the build
   * @return empty if it is no job of ours, or another job of the project has started it
   */
  static Optional<Work> of(WorkflowJob job, Actionable asked) {
    boolean ours =
        job.getParent() instanceof Folder && Marker.find(job.getDescription()).isPresent();
    if (!ours || job.getName().equals(JobNames.SEED)) {
      return Optional.empty();
    }
    String project = job.getParent().getFullName();
    List<Cause> causes = new ArrayList<>();
    asked.getActions(CauseAction.class).forEach(action -> causes.addAll(action.getCauses()));
    for (Cause cause : causes) {
      if (cause instanceof Cause.UpstreamCause upstream
          && upstream.getUpstreamProject().startsWith(project + "/")) {
        return Optional.empty();
      }
    }
    String why = causes.stream().map(Work::why).collect(Collectors.joining(", "));
    return Optional.of(new Work(project, job.getName(), Builds.parameters(asked), why));
  }

  private static String why(Cause cause) {
    return cause instanceof TakenUp again ? again.why() : cause.getShortDescription();
  }

  /** Whether both come to the same, whyever they were asked for. */
  boolean isLike(Work other) {
    return job.equals(other.job) && parameters.equals(other.parameters);
  }

  /** What the job is asked for by the Jenkins that takes it up. */
  List<Action> again() {
    List<Action> actions = new ArrayList<>(List.of(new CauseAction(new TakenUp(why))));
    if (!parameters.isEmpty()) {
      List<ParameterValue> values = new ArrayList<>();
      parameters.forEach((name, value) -> values.add(new StringParameterValue(name, value)));
      actions.add(new ParametersAction(values));
    }
    return actions;
  }

  String text() {
    ObjectNode node = JSON.createObjectNode().put("job", job);
    ObjectNode values = node.putObject("parameters");
    new TreeMap<>(parameters).forEach(values::put);
    return node.put("why", why).toString();
  }

  /** Reads what {@link #text} wrote; empty if it is something else. */
  static Optional<Work> parse(String project, String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode node && node.path("job").isTextual()) {
        Map<String, String> parameters = new TreeMap<>();
        node.path("parameters")
            .properties()
            .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        String job = node.path("job").asText();
        return Optional.of(new Work(project, job, parameters, node.path("why").asText()));
      }
      return Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
