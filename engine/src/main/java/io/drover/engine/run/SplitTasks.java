package io.drover.engine.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.config.model.Component;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.EnvironmentVariable;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.agent.ElsewhereAgent;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import io.drover.engine.plan.Task;
import io.drover.engine.release.Release;
import io.drover.engine.run.SingleTasks.TaskParts;
import io.drover.engine.run.TaskSettings.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Builds and tests whose lines run in a container of their own, between two calls of Drover. */
final class SplitTasks implements TaskWork.Kinds {
  private static final String NOTE = "task.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SharedStores stores;
  private final TaskParts parts;
  private final SingleTasks whole;
  private final TaskSettings settings;
  private final Function<TaskResult, String> report;

  /**
   * What the first half tells the second.
   *
   * @param task id of the task
   * @param version version of a build, id of the release of a test
   * @param done whether there is nothing to do
   */
  record Note(String task, String version, boolean done) {}

  SplitTasks(
      SharedStores stores,
      TaskParts parts,
      SingleTasks whole,
      TaskSettings settings,
      Function<TaskResult, String> report) {
    this.stores = stores;
    this.parts = parts;
    this.whole = whole;
    this.settings = settings;
    this.report = report;
  }

  @Override
  public TaskResult run(Task task, TaskLog log) throws InterruptedException {
    return switch (task.kind()) {
      case BUILD ->
          settings.part() == Part.PREPARE
              ? prepareBuild(task, whole.component(task), log)
              : finishBuild(task, whole.component(task), log);
      case TEST -> {
        // Its lines are Drover's, which has to look after workers meanwhile.
        if (whole.test(task).type() == EnvironmentTest.Type.LOCUST) {
          throw withoutHalves(task);
        }
        yield settings.part() == Part.PREPARE
            ? prepareTest(task, whole.environment(task), log)
            : finishTest(task, whole.environment(task), log);
      }
      case PUBLISH, IMAGE, DEPLOY, PROMOTE, SWITCH, ROLLBACK -> throw withoutHalves(task);
    };
  }

  private static WorkFailedException withoutHalves(Task task) {
    return new WorkFailedException(
        "%s has no lines of its own, so it has no halves: leave --prepare and --finish away"
            .formatted(task.id()));
  }

  private TaskResult prepareBuild(Task task, Component component, TaskLog log)
      throws InterruptedException {
    parts.recall().publications(component.after());
    Optional<AgentJob> job = parts.components().prepare(component, stores.packages(), log);
    String version = parts.results().versions().get(component.name());
    Map<String, String> outputs = Map.of("version", version);
    if (job.isEmpty()) {
      write(task, new Note(task.id(), version, true));
      ElsewhereAgent.writeNothingToDo(parts.folder(ComponentWork.jobName(component)));
      return TaskResult.reused(outputs);
    }
    script(job.get(), component.env(), outputs);
    write(task, new Note(task.id(), version, false));
    return TaskResult.done(outputs);
  }

  private TaskResult finishBuild(Task task, Component component, TaskLog log)
      throws InterruptedException {
    Note note = read(task);
    if (note.done()) {
      return whole.published(component, note.version());
    }
    TaskResult built = parts.components().finish(component, note.version(), log);
    return whole.published(component, built, log);
  }

  private TaskResult prepareTest(Task task, Environment environment, TaskLog log)
      throws InterruptedException {
    EnvironmentTest test = whole.test(task);
    Release release = parts.environments().running(environment);
    AgentJob job = parts.tests().prepare(environment, test, release, log);
    script(job, test.env(), Map.of("release", release.id()));
    write(task, new Note(task.id(), release.id(), false));
    return TaskResult.done(Map.of("release", release.id()));
  }

  private TaskResult finishTest(Task task, Environment environment, TaskLog log)
      throws InterruptedException {
    EnvironmentTest test = whole.test(task);
    Note note = read(task);
    Release release =
        parts
            .releases()
            .of(environment.name())
            .find(note.version())
            .orElseThrow(() -> notPrepared(task));
    return parts.tests().finish(environment, test, release, log);
  }

  private void script(
      AgentJob job, List<EnvironmentVariable> variables, Map<String, String> outputs) {
    Map<String, String> secrets = new TreeMap<>();
    for (EnvironmentVariable.FromSecret secret : Secrets.secrets(variables)) {
      secrets.put(secret.name(), "the secret %s/%s".formatted(secret.secret(), secret.key()));
    }
    ElsewhereAgent.write(
        job,
        secrets,
        settings.report(),
        reason -> report.apply(TaskResult.failed(reason).with(outputs, reason)));
  }

  private void write(Task task, Note note) {
    try {
      AtomicFile.write(file(), JSON.writeValueAsString(note));
    } catch (IOException e) {
      throw new WorkFailedException("could not note what %s is about".formatted(task.id()), e);
    }
  }

  private Note read(Task task) {
    if (!Files.exists(file())) {
      throw notPrepared(task);
    }
    try {
      Note note = JSON.readValue(file().toFile(), Note.class);
      if (!note.task().equals(task.id())) {
        throw notPrepared(task);
      }
      return note;
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file(), Trees.why(e)), e);
    }
  }

  private WorkFailedException notPrepared(Task task) {
    return new WorkFailedException(
        "%s was not prepared in %s: drover task %s --prepare comes first"
            .formatted(task.id(), settings.folder(), task.id()));
  }

  private Path file() {
    return settings.folder().resolve(NOTE);
  }
}
