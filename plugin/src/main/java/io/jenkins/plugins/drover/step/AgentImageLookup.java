package io.jenkins.plugins.drover.step;

import io.drover.config.model.Configuration;
import io.drover.config.model.Source;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.run.RunListener;
import io.drover.engine.run.RunSettings.AgentKind;
import io.drover.engine.run.RunSettings.KubernetesSettings;
import io.drover.engine.run.TaskNeeds;
import io.drover.engine.run.TaskResult;
import io.drover.engine.run.TaskRun;
import io.drover.engine.run.TaskSettings;
import io.drover.engine.run.TaskSettings.Choice;
import io.drover.engine.run.TaskSettings.Part;
import io.drover.engine.run.TaskSpecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks the registry for images of agents. Nothing is made here: that takes an agent itself. */
final class AgentImageLookup implements TaskSpecs.AgentImage {
  private final Configuration configuration;
  private final Source origin;
  private final Map<String, String> variables;
  private final ControllerLogins logins;

  /**
   * The images of a configuration's agents.
   *
   * @param origin where the three files were taken from: versions come from its history
   * @param variables those of the command, without secrets
   */
  AgentImageLookup(
      Configuration configuration,
      Source origin,
      Map<String, String> variables,
      ControllerLogins logins) {
    this.configuration = configuration;
    this.origin = origin;
    this.variables = variables;
    this.logins = logins;
  }

  @Override
  public Optional<String> find(String task) throws InterruptedException {
    Path folder;
    try {
      folder = Files.createTempDirectory("drover-agent-");
    } catch (IOException e) {
      throw new WorkFailedException("no temporary folder: " + Trees.why(e), e);
    }
    try {
      TaskSettings settings =
          new TaskSettings(
              Part.WHOLE,
              folder,
              folder.resolve("report.json"),
              Choice.NONE,
              Optional.of(origin),
              AgentKind.KUBERNETES,
              false,
              Optional.empty(),
              KubernetesSettings.DEFAULT);
      TaskNeeds needs =
          TaskNeeds.toMakeTheAgent(Plan.ofTask(configuration, task).tasks().get(0), configuration);
      Map<String, String> all = new TreeMap<>(variables);
      all.putAll(logins.variables(needs, folder));
      return new TaskRun(configuration, task, settings, all, folder, new Nobody())
          .agentImage(false);
    } finally {
      Trees.delete(folder);
    }
  }

  /** There is nothing to tell. */
  private static final class Nobody implements RunListener {
    @Override
    public void notice(String line) {}

    @Override
    public void started(Plan plan, Path logs) {}

    @Override
    public void taskStarted(Task task) {}

    @Override
    public void taskSaid(Task task, String line) {}

    @Override
    public void taskEnded(Task task, TaskResult result) {}

    @Override
    public boolean approve(String environment, String release) {
      return false;
    }
  }
}
