package io.drover.seedjobs.item;

import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.plan.Task.Kind;
import io.drover.seedjobs.item.Stage.Started;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts the jobs of a plan into stages. */
final class Stages {
  private final Plan plan;
  private final Map<String, Job> jobs;
  private final Map<String, Task> tasks;
  private final Map<String, Integer> levels = new HashMap<>();

  Stages(Plan plan, List<Job> jobs) {
    this.plan = plan;
    this.jobs = jobs.stream().collect(Collectors.toMap(Job::name, Function.identity()));
    this.tasks = plan.tasks().stream().collect(Collectors.toMap(Task::id, Function.identity()));
  }

  List<Stage> all() {
    Map<Integer, List<Task>> byLevel = new TreeMap<>();
    // Publishing is in the job of the build, and is done when that is.
    for (Task task : plan.tasks()) {
      if (task.kind() != Kind.PUBLISH) {
        byLevel.computeIfAbsent(level(task), level -> new ArrayList<>()).add(task);
      }
    }
    Set<String> names = new HashSet<>();
    List<Stage> stages = new ArrayList<>();
    for (List<Task> level : byLevel.values()) {
      String name = unused(name(level), names);
      stages.add(new Stage(name, level.stream().map(this::started).toList()));
    }
    return List.copyOf(stages);
  }

  private Started started(Task task) {
    Job job = jobs.get(JobNames.of(task));
    return new Started(
        task.id(),
        job.name(),
        needs(task),
        job.parameters().stream().map(Parameter::name).collect(Collectors.toSet()));
  }

  /** The plan has a task after all those that it needs, so theirs are known. */
  private int level(Task task) {
    int level = needs(task).stream().mapToInt(id -> levels.get(id) + 1).max().orElse(0);
    levels.put(task.id(), level);
    return level;
  }

  private List<String> needs(Task task) {
    return task.needs().stream()
        .map(tasks::get)
        .map(need -> need.kind() == Kind.PUBLISH ? Kind.BUILD.id(need.subject()) : need.id())
        .distinct()
        .toList();
  }

  private static String name(List<Task> level) {
    return level.stream()
        .map(Task::kind)
        .distinct()
        .map(kind -> words(kind, level))
        .collect(Collectors.joining(", "));
  }

  private static String words(Kind kind, List<Task> level) {
    Set<String> subjects =
        level.stream()
            .filter(task -> task.kind() == kind)
            .map(Task::subject)
            .collect(Collectors.toSet());
    String one = subjects.size() == 1 ? " " + subjects.iterator().next() : "";
    return switch (kind) {
      case BUILD, PUBLISH -> "Builds";
      case IMAGE -> "Images";
      case DEPLOY, TEST, PROMOTE, SWITCH, ROLLBACK ->
          kind.word().substring(0, 1).toUpperCase(Locale.ROOT) + kind.word().substring(1) + one;
    };
  }

  private static String unused(String name, Set<String> names) {
    String unused = name;
    for (int i = 2; !names.add(unused); i++) {
      unused = name + " " + i;
    }
    return unused;
  }
}
