package io.drover.engine.plan;

import io.drover.config.model.Configuration;
import io.drover.engine.WorkFailedException;
import io.drover.engine.plan.Task.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All work that the three files imply, as a graph without cycles.
 *
 * @param project the project's name
 * @param tasks every task after all those that it needs; otherwise in the order of the files
 */
public record Plan(String project, List<Task> tasks) {

  public Plan {
    tasks = List.copyOf(tasks);
  }

  /** The plan of a configuration that was read without errors. */
  public static Plan of(Configuration configuration) {
    return new Plan(configuration.project(), Planner.tasks(configuration));
  }

  /**
   * Tasks of environments that no plan has, as nothing needs them and no run does them: somebody
   * asks for each. In the order of the files.
   */
  public static List<Task> requested(Configuration configuration) {
    return Planner.requested(configuration);
  }

  /**
   * One task as a plan of its own: a task of the configuration's plan, or a {@link #requested} one.
   *
   * @throws WorkFailedException if there is none of that id; names those of its kind
   */
  public static Plan ofTask(Configuration configuration, String id) {
    List<Task> all =
        Stream.concat(of(configuration).tasks().stream(), requested(configuration).stream())
            .toList();
    Plan one =
        new Plan(
            configuration.project(), all.stream().filter(task -> task.id().equals(id)).toList());
    if (one.tasks().isEmpty()) {
      String kind = id.replaceFirst(":.*", ":");
      List<String> near =
          all.stream().map(Task::id).filter(other -> other.startsWith(kind)).toList();
      throw new WorkFailedException(
          "%s is no task of %s; %s"
              .formatted(
                  id,
                  configuration.project(),
                  near.isEmpty()
                      ? "drover plan lists them"
                      : "of this kind there are " + String.join(", ", near)));
    }
    return one;
  }

  /** The task of that id. */
  public Optional<Task> task(String id) {
    return tasks.stream().filter(t -> t.id().equals(id)).findFirst();
  }

  /**
   * The part of the plan that brings a release as far as an environment, its tests and its
   * promotion included.
   *
   * @throws IllegalArgumentException if the plan has no such environment
   */
  public Plan upTo(String environment) {
    String last = Kind.PROMOTE.id(environment);
    if (task(last).isEmpty()) {
      throw new IllegalArgumentException("no environment named " + environment);
    }
    return only(needed(last));
  }

  /** The part of the plan that makes packages and images and deploys nothing. */
  public Plan withoutEnvironments() {
    Set<Kind> kinds = EnumSet.of(Kind.BUILD, Kind.PUBLISH, Kind.IMAGE);
    return new Plan(project, tasks.stream().filter(t -> kinds.contains(t.kind())).toList());
  }

  /** The plan without the tests: what needed them needs what they needed. */
  public Plan withoutTests() {
    List<Task> others =
        tasks.stream().filter(t -> t.kind() != Kind.TEST).map(this::withoutTests).toList();
    return new Plan(project, others);
  }

  private Task withoutTests(Task task) {
    List<String> needs =
        task.needs().stream()
            .map(id -> task(id).orElseThrow())
            .flatMap(n -> n.kind() == Kind.TEST ? n.needs().stream() : Stream.of(n.id()))
            .distinct()
            .toList();
    return new Task(task.id(), task.kind(), task.subject(), task.test(), needs);
  }

  /**
   * Tests of an environment alone, with nothing that they need.
   *
   * @param names the tests; empty: all of them
   */
  public Plan tests(String environment, Set<String> names) {
    Set<String> wanted = new HashSet<>();
    names.forEach(name -> wanted.add(Kind.TEST.id(environment + "/" + name)));
    return new Plan(
        project,
        tasks.stream()
            .filter(t -> t.kind() == Kind.TEST && t.subject().equals(environment))
            .filter(t -> wanted.isEmpty() || wanted.contains(t.id()))
            .map(t -> new Task(t.id(), t.kind(), t.subject(), t.test(), List.of()))
            .toList());
  }

  private Plan only(Set<String> ids) {
    return new Plan(project, tasks.stream().filter(t -> ids.contains(t.id())).toList());
  }

  private Set<String> needed(String last) {
    Map<String, Task> byId = new LinkedHashMap<>();
    tasks.forEach(t -> byId.put(t.id(), t));
    Set<String> found = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(last));
    while (!open.isEmpty()) {
      String id = open.pop();
      if (found.add(id)) {
        open.addAll(byId.get(id).needs());
      }
    }
    return found;
  }
}
