package io.drover.engine.run;

import io.drover.config.model.Application;
import io.drover.config.model.Component;
import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.Source;
import io.drover.engine.plan.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What the {@code drover} command has to open to do a task, so that it is given the logins for that
 * and no others.
 *
 * @param repositories those with credentials, each once; the one of the three files is not among
 *     them
 * @param registry whether it speaks to the registry
 * @param packages whether it speaks to the package store's API
 */
public record TaskNeeds(List<Source> repositories, boolean registry, boolean packages) {

  public TaskNeeds {
    repositories = List.copyOf(repositories);
  }

  /** What is needed when a task is done; its lines, where it has some, are run elsewhere. */
  public static TaskNeeds toDo(Task task, Configuration configuration) {
    return switch (task.kind()) {
      case BUILD, PUBLISH -> {
        Component component = component(task, configuration);
        List<Source> sources = new ArrayList<>(sources(component.after(), configuration));
        sources.add(component.source());
        yield new TaskNeeds(opened(sources), false, true);
      }
      case IMAGE -> {
        Application application = configuration.application(task.subject()).orElseThrow();
        yield new TaskNeeds(
            opened(sources(Recall.components(application), configuration)), true, true);
      }
      case DEPLOY ->
          new TaskNeeds(
              opened(sources(environment(task, configuration), configuration)), true, true);
      case TEST -> new TaskNeeds(opened(List.of(test(task, configuration).source())), false, false);
      case PROMOTE, SWITCH -> new TaskNeeds(List.of(), false, false);
      case ROLLBACK -> new TaskNeeds(List.of(), true, false);
    };
  }

  /**
   * What is needed to make, or to find, the image in which the lines of a task run. The package
   * store always is: Debian's own packages come through it, too.
   */
  public static TaskNeeds toMakeTheAgent(Task task, Configuration configuration) {
    return switch (task.kind()) {
      case BUILD -> {
        Collection<String> after = component(task, configuration).after();
        yield new TaskNeeds(opened(sources(after, configuration)), true, true);
      }
      case TEST -> {
        // Any component's package may be meant.
        boolean named = !OwnPackages.plainNames(test(task, configuration).agent()).isEmpty();
        List<Source> all = configuration.components().stream().map(Component::source).toList();
        yield new TaskNeeds(named ? opened(all) : List.of(), true, true);
      }
      case PUBLISH, IMAGE, DEPLOY, PROMOTE, SWITCH, ROLLBACK ->
          throw new IllegalArgumentException(task.id() + " has no lines");
    };
  }

  private static List<Source> opened(List<Source> sources) {
    return sources.stream()
        .filter(source -> source.git().isPresent() && source.credentials().isPresent())
        .distinct()
        .toList();
  }

  private static List<Source> sources(Environment environment, Configuration configuration) {
    List<Source> sources = new ArrayList<>();
    for (String name : DesiredState.applications(environment)) {
      configuration
          .application(name)
          .map(Recall::components)
          .ifPresent(components -> sources.addAll(sources(components, configuration)));
    }
    return sources;
  }

  private static List<Source> sources(Collection<String> components, Configuration configuration) {
    return components.stream()
        .map(name -> configuration.component(name).orElseThrow().source())
        .toList();
  }

  private static Component component(Task task, Configuration configuration) {
    return configuration.component(task.subject()).orElseThrow();
  }

  private static Environment environment(Task task, Configuration configuration) {
    return configuration.environment(task.subject()).orElseThrow();
  }

  private static EnvironmentTest test(Task task, Configuration configuration) {
    return environment(task, configuration).test(task.test()).orElseThrow();
  }
}
