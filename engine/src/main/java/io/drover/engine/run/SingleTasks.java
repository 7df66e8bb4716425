package io.drover.engine.run;

import io.drover.aptly.PackageRepository;
import io.drover.aptly.PublishedPackage;
import io.drover.config.model.AgentSpec;
import io.drover.config.model.Application;
import io.drover.config.model.Component;
import io.drover.config.model.Configuration;
import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.engine.WorkFailedException;
import io.drover.engine.plan.Task;
import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.release.Releases;
import io.drover.engine.run.TaskSettings.Choice;
import io.drover.engine.verify.locust.LocustTests;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The work of each kind of task when it is done alone: what earlier tasks made comes from the
 * stores, and what later ones must know goes there.
 */
final class SingleTasks implements TaskWork.Kinds {
  private final Configuration configuration;
  private final Choice choice;
  private final SharedStores stores;
  private final TaskParts parts;

  /** What each kind of task needs of the rest, made when it is needed. */
  interface TaskParts {
    Results results();

    Recall recall() throws InterruptedException;

    ComponentWork components();

    ImageWork images(Application application) throws InterruptedException;

    EnvironmentWork environments();

    TestWork tests();

    /** The folder of a build or a test. */
    Path folder(String job);

    Releases releases();

    Deployer deployer();
  }

  SingleTasks(Configuration configuration, Choice choice, SharedStores stores, TaskParts parts) {
    this.configuration = configuration;
    this.choice = choice;
    this.stores = stores;
    this.parts = parts;
  }

  @Override
  public TaskResult run(Task task, TaskLog log) throws InterruptedException {
    return switch (task.kind()) {
      case BUILD -> build(component(task), log);
      case PUBLISH -> published(component(task));
      case IMAGE -> image(configuration.application(task.subject()).orElseThrow(), log);
      case DEPLOY -> deploy(environment(task), log);
      case TEST -> test(environment(task), test(task), log);
      case PROMOTE -> promote(environment(task), log);
      case SWITCH -> switchColours(environment(task), log);
      case ROLLBACK -> rollBack(environment(task), log);
    };
  }

  /** Packages do not outlive the place where they were built, so they are published at once. */
  private TaskResult build(Component component, TaskLog log) throws InterruptedException {
    PackageRepository packages = stores.packages();
    parts.recall().publications(component.after());
    return published(component, parts.components().build(component, packages, log), log);
  }

  /** A build with what it made published, if it went well. */
  TaskResult published(Component component, TaskResult built, TaskLog log)
      throws InterruptedException {
    if (built.status() != TaskResult.Status.SUCCEEDED) {
      return built;
    }
    TaskResult published = parts.components().publish(component, stores.packages(), log);
    return built.with(published.outputs(), built.reason());
  }

  private TaskResult published(Component component) throws InterruptedException {
    parts.recall().publications(List.of(component.name()));
    return parts.components().published(component);
  }

  /** What was published of a version. */
  TaskResult published(Component component, String version) throws InterruptedException {
    parts.components().recall(component, Optional.of(version), stores.packages());
    return parts.components().published(component);
  }

  private TaskResult image(Application application, TaskLog log) throws InterruptedException {
    parts.recall().publications(Recall.components(application));
    return parts.images(application).image(application, log);
  }

  private TaskResult deploy(Environment environment, TaskLog log) throws InterruptedException {
    return withApprover(
        environment,
        parts.environments().deploy(environment, release(environment), stores.registry(), log));
  }

  /** What somebody chose; else what was promoted; else, in the first environment, what was made. */
  private Release release(Environment environment) throws InterruptedException {
    Map<String, ReleasedImage> base = base(environment).images();
    Map<String, ReleasedImage> images = new TreeMap<>();
    for (String name : DesiredState.applications(environment)) {
      Optional<Application> application = configuration.application(name);
      boolean wanted = choice.versions().containsKey(name) || !base.containsKey(name);
      if (wanted && application.isPresent()) {
        images.put(name, parts.recall().image(application.get()));
      } else if (base.containsKey(name)) {
        images.put(name, base.get(name));
      }
    }
    return new Release(images);
  }

  private Release base(Environment environment) {
    if (choice.release().isPresent()) {
      String id = choice.release().get();
      return parts
          .releases()
          .of(environment.name())
          .find(id)
          .orElseThrow(
              () ->
                  new WorkFailedException(
                      "%s does not know release %s: it was neither promoted into it nor ran there"
                          .formatted(environment.name(), id)));
    }
    return parts.environments().isFirst(environment)
        ? new Release(Map.of())
        : parts.environments().incoming(environment);
  }

  private TaskResult test(Environment environment, EnvironmentTest test, TaskLog log)
      throws InterruptedException {
    Release release = parts.environments().running(environment);
    recallFor(test);
    return parts.tests().run(environment, test, release, log);
  }

  private TaskResult promote(Environment environment, TaskLog log) throws InterruptedException {
    TaskResult result = parts.environments().promote(environment, log);
    Optional<Environment> next = environment.nextEnvironment().flatMap(configuration::environment);
    return next.map(entered -> withApprover(entered, result)).orElse(result);
  }

  private TaskResult switchColours(Environment environment, TaskLog log)
      throws InterruptedException {
    Colour colour =
        choice
            .colour()
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "which colour shall get the requests? --colour blue or --colour green"));
    Set<String> services = choice.service().map(Set::of).orElse(Set.of());
    Map<String, String> outputs = new TreeMap<>();
    parts
        .deployer()
        .switchColours(environment, services, Optional.of(colour), log)
        .forEach((service, now) -> outputs.put(service + ".colour", now.word()));
    return outputs.isEmpty() ? TaskResult.reused(outputs) : TaskResult.done(outputs);
  }

  private TaskResult rollBack(Environment environment, TaskLog log) throws InterruptedException {
    Deployer deployer = parts.deployer();
    Release release = deployer.former(environment, choice.release(), choice.service());
    log.accept("%s: back to release %s".formatted(environment.name(), release.id()));
    return EnvironmentWork.result(
        release, deployer.rollBack(environment, release, choice.service(), log));
  }

  private static TaskResult withApprover(Environment entered, TaskResult result) {
    return result.status() == TaskResult.Status.WAITING
        ? result.with(
            Map.of(),
            "%s takes releases by approval only; DROVER_APPROVED_BY names who gave it"
                .formatted(entered.name()))
        : result;
  }

  /** The environment that a task lets a release into, if it does. */
  static Set<String> entered(Task task, Configuration configuration) {
    return switch (task.kind()) {
      case DEPLOY -> Set.of(task.subject());
      case PROMOTE ->
          configuration
              .environment(task.subject())
              .flatMap(Environment::nextEnvironment)
              .map(Set::of)
              .orElse(Set.of());
      case BUILD, PUBLISH, IMAGE, TEST, SWITCH, ROLLBACK -> Set.of();
    };
  }

  /** The agent of a build or a test, with packages of the project as they were published. */
  AgentSpec agent(Task task) throws InterruptedException {
    return switch (task.kind()) {
      case BUILD -> {
        Component component = component(task);
        parts.recall().publications(component.after());
        yield OwnPackages.of(component.after(), parts.results()).in(component.agent());
      }
      case TEST -> {
        recallFor(test(task));
        AgentSpec agent =
            OwnPackages.of(parts.results().publications().keySet(), parts.results())
                .in(test(task).agent());
        yield test(task).type() == EnvironmentTest.Type.LOCUST
            ? LocustTests.withLocust(agent)
            : agent;
      }
      case PUBLISH, IMAGE, DEPLOY, PROMOTE, SWITCH, ROLLBACK ->
          throw new WorkFailedException(task.id() + " has no lines, so it needs no agent");
    };
  }

  /**
   * A test's agent may have a package of any component that is published. Sources are asked for
   * their versions only if it has one of ours.
   */
  private void recallFor(EnvironmentTest test) throws InterruptedException {
    Set<String> named = OwnPackages.plainNames(test.agent());
    if (named.isEmpty() || !stores.hasPackages()) {
      return;
    }
    PackageRepository packages = stores.packages();
    if (packages.packages().stream().map(PublishedPackage::name).anyMatch(named::contains)) {
      parts.components().findPublished(configuration.components(), packages);
    }
  }

  /** The component, with the sources that somebody chose. */
  Component component(Task task) {
    Component component = configuration.component(task.subject()).orElseThrow();
    return choice.branch().map(b -> component.from(component.source().at(b))).orElse(component);
  }

  Environment environment(Task task) {
    return configuration.environment(task.subject()).orElseThrow();
  }

  /** The test, with the sources that somebody chose. */
  EnvironmentTest test(Task task) {
    EnvironmentTest test = environment(task).test(task.test()).orElseThrow();
    return choice.branch().map(b -> test.from(test.source().at(b))).orElse(test);
  }
}
