package io.jenkins.plugins.drover.step;

import hudson.Extension;
import hudson.model.Job;
import hudson.model.Run;
import io.drover.config.model.Source;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.kubernetes.AgentSettings;
import io.drover.engine.release.Actor;
import io.drover.engine.run.TaskPods;
import io.drover.engine.run.TaskSpecs;
import io.jenkins.plugins.drover.Builds;
import io.jenkins.plugins.drover.configuration.AgentDefaults;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import io.jenkins.plugins.drover.configuration.SeedRepository;
import io.jenkins.plugins.drover.seed.CurrentConfiguration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** {@code droverTaskSpec}: what a task needs of Jenkins. */
public final class TaskSpecStep extends Step {
  private final String task;
  private Map<String, Object> parameters = Map.of();

  @DataBoundConstructor
  public TaskSpecStep(String task) {
    this.task = task;
  }

  public String getTask() {
    return task;
  }

  /**
   * {@code project}, for jobs outside of the project's folder; {@code release}, {@code branch} and
   * {@code versions} in place of the build's own parameters.
   */
  public Map<String, Object> getParameters() {
    return parameters;
  }

  @DataBoundSetter
  public void setParameters(Map<String, Object> parameters) {
    this.parameters = Map.copyOf(parameters);
  }

  @Override
  public StepExecution start(StepContext context) {
    Map<String, String> texts = new TreeMap<>();
    parameters.forEach((name, value) -> texts.put(name, value.toString()));
    return new Execution(context, task, texts);
  }

  /** Reads what is there, so it can be done again at any time. */
  private static final class Execution extends RepeatableExecution<Map<String, Object>> {
    private static final long serialVersionUID = 1;

    private final String task;
    private final TreeMap<String, String> given;

    Execution(StepContext context, String task, Map<String, String> given) {
      super(context);
      this.task = task;
      this.given = new TreeMap<>(given);
    }

    @Override
    Map<String, Object> run() throws Exception {
      Run<?, ?> build = getContext().get(Run.class);
      Map<String, String> parameters = Builds.parameters(build);
      parameters.putAll(given);
      String project = given.getOrDefault("project", BuildProject.folder(build));
      CurrentConfiguration current = BuildProject.configuration(project);
      DroverConfiguration settings = DroverConfiguration.get();
      TaskEnvironment environment = new TaskEnvironment(settings);
      Source origin = origin(current, settings);
      Job<?, ?> job = build.getParent();
      AgentImageLookup images =
          new AgentImageLookup(
              current.configuration(),
              origin,
              environment.variables(),
              new ControllerLogins(settings, origin, job));
      TaskSpecs.Logins logins =
          (of, agent) -> environment.logins(of, agent, current.configuration(), origin, job);
      return PlainData.of(
          specs(build, current, settings, environment, origin, images, logins)
              .spec(task, parameters));
    }

    private static Source origin(CurrentConfiguration current, DroverConfiguration settings) {
      SeedRepository seed = settings.getSeed();
      if (seed == null) {
        throw new WorkFailedException(
            "no repository is configured: Manage Jenkins, System, Drover takes its address");
      }
      return new Source(
          Optional.of(seed.getUrl()),
          Optional.of(current.commit()),
          Optional.ofNullable(seed.getCredentialsId()),
          seed.getFolder());
    }

    private TaskSpecs specs(
        Run<?, ?> build,
        CurrentConfiguration current,
        DroverConfiguration settings,
        TaskEnvironment environment,
        Source origin,
        AgentImageLookup images,
        TaskSpecs.Logins logins) {
      AgentDefaults defaults = settings.getAgents();
      if (defaults == null || defaults.getImage() == null) {
        throw new WorkFailedException(
            "no image with the drover command is configured: Manage Jenkins, System, Drover takes"
                + " it, under Defaults of agents");
      }
      Map<String, String> variables = new TreeMap<>(environment.variables());
      variables.put(Actor.VARIABLE, Builds.actor(build));
      return new TaskSpecs(
          current.configuration(),
          origin,
          TaskPods.of(variables),
          TaskPods.cloud(variables),
          agents(defaults),
          images,
          logins);
    }

    private static AgentSettings agents(AgentDefaults agents) {
      AgentSettings usual = AgentSettings.DEFAULT;
      return new AgentSettings(
          Optional.ofNullable(agents.getNamespace()),
          usual.placement(),
          usual.gpus(),
          usual.imagePullSecrets(),
          usual.user(),
          Optional.ofNullable(agents.getCpu()).orElse(usual.cpu()),
          Optional.ofNullable(agents.getMemory()).orElse(usual.memory()));
    }
  }

  /** How pipelines call it. */
  @Extension
  public static final class DescriptorImpl extends StepDescriptor {
    @Override
    public String getFunctionName() {
      return "droverTaskSpec";
    }

    @Override
    public String getDisplayName() {
      return "Drover: what a task needs of Jenkins";
    }

    @Override
    public Set<? extends Class<?>> getRequiredContext() {
      return Set.of(Run.class);
    }

    /** The snippet generator's form has the one parameter that is no parameter of a job. */
    @Override
    public Step newInstance(StaplerRequest2 req, JSONObject form) {
      TaskSpecStep step = new TaskSpecStep(form.getString("task"));
      String project = form.optString("project").strip();
      if (!project.isEmpty()) {
        step.setParameters(Map.of("project", project));
      }
      return step;
    }
  }
}
