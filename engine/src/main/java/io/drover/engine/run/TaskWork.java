package io.drover.engine.run;

import io.drover.aptly.client.AptlyException;
import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.engine.WorkFailedException;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.plan.Task;
import io.drover.engine.run.local.LocalServers;
import io.drover.engine.secret.Masking;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/** Does any task of a plan, with a log of its own, and turns every error into a result. */
final class TaskWork implements PlanRunner.Work {
  private final Configuration configuration;
  private final LocalServers servers;
  private final SigningKey key;
  private final ComponentWork components;
  private final ImageWork images;
  private final EnvironmentWork environments;
  private final Masking masking;
  private final Path logs;
  private final RunListener listener;

  TaskWork(
      Configuration configuration,
      LocalServers servers,
      SigningKey key,
      ComponentWork components,
      ImageWork images,
      EnvironmentWork environments,
      Masking masking,
      Path logs,
      RunListener listener) {
    this.configuration = configuration;
    this.servers = servers;
    this.key = key;
    this.components = components;
    this.images = images;
    this.environments = environments;
    this.masking = masking;
    this.logs = logs;
    this.listener = listener;
  }

  @Override
  public TaskResult run(Task task) throws InterruptedException {
    Path file = logs.resolve(task.fileName() + ".log");
    try (TaskLog log = TaskLog.open(file, masking, line -> listener.taskSaid(task, line))) {
      TaskResult result = withDiskSpace(attempt(task, log)).masked(masking);
      result.reason().lines().forEach(log);
      return result;
    } catch (WorkFailedException e) {
      return withDiskSpace(TaskResult.failed(masking.mask(e.getMessage())));
    }
  }

  private TaskResult withDiskSpace(TaskResult result) {
    return result.status() == TaskResult.Status.FAILED
        ? DiskSpace.warning(logs)
            .map(warning -> result.with(Map.of(), result.reason() + "\n" + warning))
            .orElse(result)
        : result;
  }

  private TaskResult attempt(Task task, TaskLog log) throws InterruptedException {
    try {
      return dispatch(task, log);
    } catch (WorkFailedException | AptlyException e) {
      if (Thread.interrupted()) {
        // A library noticed the interruption first and made an error of its own of it.
        throw new InterruptedException();
      }
      return TaskResult.failed(e.getMessage());
    } catch (RuntimeException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      trace.toString().lines().forEach(log);
      return TaskResult.failed(
          "an error of Drover's own (%s); its trace is in the task's log. Please report it"
              .formatted(e.getClass().getSimpleName()));
    }
  }

  private TaskResult dispatch(Task task, TaskLog log) throws InterruptedException {
    return switch (task.kind()) {
      case BUILD -> components.build(component(task), servers.packages(key), log);
      case PUBLISH -> components.publish(component(task), servers.packages(key), log);
      case IMAGE -> {
        servers.registry();
        yield images.image(
            configuration.application(task.subject()).orElseThrow(), servers.packages(key), log);
      }
      case DEPLOY -> environments.deploy(environment(task), servers.registry(), log);
      case TEST -> environments.test(environment(task), test(task), log);
      case PROMOTE -> environments.promote(environment(task), log);
    };
  }

  private io.drover.config.model.Component component(Task task) {
    return configuration.component(task.subject()).orElseThrow();
  }

  private Environment environment(Task task) {
    return configuration.environment(task.subject()).orElseThrow();
  }

  private EnvironmentTest test(Task task) {
    return environment(task).tests().stream()
        .filter(t -> t.name().equals(task.test()))
        .findFirst()
        .orElseThrow();
  }
}
