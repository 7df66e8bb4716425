package io.drover.engine.plan;

import io.drover.config.model.Application;
import io.drover.config.model.Component;
import io.drover.config.model.Configuration;
import io.drover.config.model.Dependency;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.InitContainer;
import io.drover.config.model.ManagedResource;
import io.drover.config.model.Service;
import io.drover.engine.kubernetes.Colours;
import io.drover.engine.plan.Task.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the tasks of a configuration and orders them. */
final class Planner {
  private final Configuration configuration;
  private final Map<String, Task> tasks = new LinkedHashMap<>();

  private Planner(Configuration configuration) {
    this.configuration = configuration;
  }

  static List<Task> tasks(Configuration configuration) {
    Planner planner = new Planner(configuration);
    configuration.components().forEach(planner::addComponent);
    configuration.applications().forEach(planner::addApplication);
    planner.addEnvironments();
    return planner.sorted();
  }

  static List<Task> requested(Configuration configuration) {
    List<Task> tasks = new ArrayList<>();
    for (Environment environment : configuration.environments()) {
      if (!Colours.services(environment).isEmpty()) {
        tasks.add(Task.of(Kind.SWITCH, environment.name(), List.of()));
      }
      tasks.add(Task.of(Kind.ROLLBACK, environment.name(), List.of()));
    }
    return List.copyOf(tasks);
  }

  private void addComponent(Component component) {
    List<String> after = component.after().stream().map(Kind.PUBLISH::id).toList();
    Task build = add(Task.of(Kind.BUILD, component.name(), after));
    add(Task.of(Kind.PUBLISH, component.name(), List.of(build.id())));
  }

  private void addApplication(Application application) {
    List<String> needs =
        application.dependencies().stream()
            .map(Dependency::originBuild)
            .flatMap(java.util.Optional::stream)
            .distinct()
            .map(Kind.PUBLISH::id)
            .toList();
    add(Task.of(Kind.IMAGE, application.name(), needs));
  }

  private void addEnvironments() {
    Map<String, String> previous = new HashMap<>();
    for (Environment environment : configuration.environments()) {
      environment.nextEnvironment().ifPresent(next -> previous.put(next, environment.name()));
    }
    for (Environment environment : configuration.environments()) {
      Set<String> needs = new LinkedHashSet<>();
      if (previous.containsKey(environment.name())) {
        needs.add(Kind.PROMOTE.id(previous.get(environment.name())));
      }
      applications(environment).map(Kind.IMAGE::id).filter(tasks::containsKey).forEach(needs::add);
      addEnvironment(environment, List.copyOf(needs));
    }
  }

  /** Applications whose images run in an environment. */
  private static Stream<String> applications(Environment environment) {
    Stream<Service> databases =
        environment.resources().stream()
            .filter(ManagedResource.Database.class::isInstance)
            .map(resource -> ((ManagedResource.Database) resource).service());
    return Stream.concat(environment.services().stream(), databases)
        .flatMap(
            service ->
                Stream.concat(
                    Stream.of(service.application()),
                    service.initContainers().stream().map(InitContainer::application)));
  }

  private void addEnvironment(Environment environment, List<String> needs) {
    Task deploy = add(Task.of(Kind.DEPLOY, environment.name(), needs));
    List<String> passed = new ArrayList<>();
    for (EnvironmentTest test : environment.tests()) {
      passed.add(add(Task.ofTest(environment.name(), test.name(), List.of(deploy.id()))).id());
    }
    add(
        Task.of(
            Kind.PROMOTE, environment.name(), passed.isEmpty() ? List.of(deploy.id()) : passed));
  }

  private Task add(Task task) {
    tasks.put(task.id(), task);
    return task;
  }

  private List<Task> sorted() {
    Map<String, Task> done = new LinkedHashMap<>();
    tasks.values().forEach(task -> visit(task, done));
    return List.copyOf(done.values());
  }

  /** Depth is that of the longest chain of `after` and environments, which the checks bound. */
  private void visit(Task task, Map<String, Task> done) {
    if (!done.containsKey(task.id())) {
      task.needs().forEach(id -> visit(tasks.get(id), done));
      done.put(task.id(), task);
    }
  }
}
