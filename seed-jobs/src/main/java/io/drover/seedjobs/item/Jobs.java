package io.drover.seedjobs.item;

import io.drover.config.model.Application;
import io.drover.config.model.Component;
import io.drover.config.model.Configuration;
import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Deployment.Mode;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.Service;
import io.drover.config.model.Source;
import io.drover.engine.WorkFailedException;
import io.drover.engine.kubernetes.Colours;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.version.PublicAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the jobs of a plan. */
final class Jobs {
  private static final Retention OFTEN = new Retention(30, 50, 5);

  /** Who entered an environment when is looked up long after; the builds are small. */
  private static final Retention RECORDED = new Retention(Retention.ANY_AGE, 200, 20);

  private static final Parameter RELEASE =
      new Parameter.Line("release", "Id of a release; empty: the newest that may enter.");
  private static final Parameter VERSIONS =
      new Parameter.Lines(
          "versions", "Versions in place of the release's own, one application=version a line.");
  private static final Parameter BRANCH =
      new Parameter.Line("branch", "Branch, tag or commit; empty: as the files say.");

  private static final Parameter FORMER =
      new Parameter.Line("release", "Id of a release that ran there; empty: the one before.");
  private static final Parameter SERVICE =
      new Parameter.Line(
          "service", "Only this one, and those that run the same application; empty: all.");

  /** No "other one": done twice, that would be none. */
  private static final Parameter COLOUR =
      new Parameter.Choice(
          "colour",
          "The colour that gets the requests.",
          Stream.of(Colour.values()).map(Colour::word).toList());

  private final Configuration configuration;
  private final Plan plan;
  private final Optional<Trigger> trigger;
  private final Map<String, Component> components;
  private final Map<String, Application> applications;
  private final Map<String, Environment> environments;

  Jobs(Configuration configuration, Plan plan, Trigger trigger) {
    this.configuration = configuration;
    this.plan = plan;
    this.trigger = Optional.of(trigger).filter(t -> t != Trigger.NONE);
    this.components = byName(configuration.components(), Component::name);
    this.applications = byName(configuration.applications(), Application::name);
    this.environments = byName(configuration.environments(), Environment::name);
  }

  List<Job> all() {
    Map<String, Job> jobs = new LinkedHashMap<>();
    Map<String, String> madeOf = new LinkedHashMap<>();
    add(jobs, madeOf, seed(), "the seed job");
    add(jobs, madeOf, pipeline(), "the pipeline job");
    Stream.concat(plan.tasks().stream(), Plan.requested(configuration).stream())
        .forEach(task -> job(task).ifPresent(job -> add(jobs, madeOf, job, task.id())));
    return List.copyOf(jobs.values());
  }

  /** Environment {@code a}, test {@code b-c} and environment {@code a-b}, test {@code c} clash. */
  private static void add(Map<String, Job> jobs, Map<String, String> madeOf, Job job, String of) {
    if (jobs.put(job.name(), job) != null) {
      throw new WorkFailedException(
          "%s and %s would both be the Jenkins job %s: give one of them another name"
              .formatted(madeOf.get(job.name()), of, job.name()));
    }
    madeOf.put(job.name(), of);
  }

  private Optional<Job> job(Task task) {
    return switch (task.kind()) {
      case BUILD -> Optional.of(build(task));
      // The job of the build publishes, too: packages do not outlive its workspace otherwise.
      case PUBLISH -> Optional.empty();
      case IMAGE -> Optional.of(image(task));
      case DEPLOY -> Optional.of(deploy(task));
      case TEST -> Optional.of(test(task));
      case PROMOTE -> Optional.of(promote(task));
      case SWITCH -> Optional.of(switchColours(task));
      case ROLLBACK -> Optional.of(rollBack(task));
    };
  }

  private Job seed() {
    return new Job(
        JobNames.SEED,
        "",
        "Reads the three files of %s and brings these jobs and views up to date."
            .formatted(configuration.project()),
        Script.call("droverSeed", configuration.project()),
        Durability.PERFORMANCE_OPTIMIZED,
        false,
        OFTEN,
        List.of(),
        trigger);
  }

  private Job pipeline() {
    List<Parameter> parameters = new ArrayList<>();
    if (!environments.isEmpty()) {
      List<String> names = new ArrayList<>(environments.keySet());
      java.util.Collections.reverse(names);
      parameters.add(new Parameter.Choice("upTo", "The last environment to enter.", names));
    }
    parameters.add(BRANCH);
    parameters.add(VERSIONS);
    // Two at once could enter an environment in the wrong order.
    return new Job(
        JobNames.PIPELINE,
        "",
        "Everything of %s: builds, images, then %s. What is done already is not done again."
            .formatted(
                configuration.project(),
                environments.isEmpty()
                    ? "no environment"
                    : "the environments " + String.join(", ", environments.keySet())),
        Script.call("droverPipeline", configuration.project()),
        Durability.MAX_SURVIVABILITY,
        false,
        OFTEN,
        parameters,
        trigger);
  }

  private Job build(Task task) {
    Component component = components.get(task.subject());
    String description =
        "Builds the component %s on %s and publishes its packages.\nSources: %s%s"
            .formatted(
                component.name(),
                component.agent().base(),
                shown(component.source()),
                after(component.after()));
    // Those of the configuration repository are watched by the pipeline job, once for all of them.
    Optional<Trigger> own = trigger.filter(t -> component.source().git().isPresent());
    return work(task, description, List.of(BRANCH), own);
  }

  private Job image(Task task) {
    Application application = applications.get(task.subject());
    String packages =
        application.dependencies().stream()
            .map(d -> d.name())
            .distinct()
            .collect(Collectors.joining(", "));
    String description =
        "Makes the image of the application %s from %s%s.%s"
            .formatted(
                application.name(),
                application.runtime(),
                packages.isEmpty() ? "" : " and " + packages,
                after(needed(task)));
    return work(task, description, List.of(VERSIONS), Optional.empty());
  }

  private Job test(Task task) {
    EnvironmentTest test = environments.get(task.subject()).test(task.test()).orElseThrow();
    String description =
        "Runs the %s test %s against %s.\nSources: %s"
            .formatted(
                test.type().name().toLowerCase(Locale.ROOT),
                test.name(),
                task.subject(),
                shown(test.source()));
    return work(task, description, List.of(BRANCH), Optional.empty());
  }

  private Job deploy(Task task) {
    Environment environment = environments.get(task.subject());
    boolean first =
        environments.values().stream()
            .noneMatch(e -> e.nextEnvironment().filter(environment.name()::equals).isPresent());
    String description =
        "Deploys a release to %s, namespace %s%s: %d services.%s"
            .formatted(
                environment.name(),
                environment.namespace(),
                environment.cluster().map(c -> " of cluster " + c).orElse(""),
                environment.services().size(),
                first ? approval(environment) : "");
    return step(task, description, List.of(RELEASE, VERSIONS));
  }

  private Job promote(Task task) {
    Optional<Environment> next =
        environments.get(task.subject()).nextEnvironment().map(environments::get);
    String description =
        next.map(
                n ->
                    "Records a release that passed in %s and hands it to %s.%s"
                        .formatted(task.subject(), n.name(), approval(n)))
            .orElse("Records a release that passed in " + task.subject() + ".");
    return step(task, description, List.of(RELEASE));
  }

  private Job switchColours(Task task) {
    List<String> services =
        Colours.services(environments.get(task.subject())).stream().map(Service::name).toList();
    String description =
        """
        Leads the requests of blue/green services of %s to the other colour, and back.
        Nothing is deployed. A colour that is not ready gets no requests."""
            .formatted(task.subject());
    Parameter service =
        new Parameter.Line(
            "service", "One of these: %s; empty: all.".formatted(String.join(", ", services)));
    return step(task, description, List.of(COLOUR, service));
  }

  private Job rollBack(Task task) {
    String description =
        """
        Brings back what %s ran before, as the files now say it.
        A blue/green service whose idle colour still runs it only gets its requests led there."""
            .formatted(task.subject());
    return step(task, description, List.of(FORMER, SERVICE));
  }

  private static String approval(Environment entered) {
    return entered.deployment().mode() == Mode.MANUAL
        ? "\nWaits until a person lets it into %s.".formatted(entered.name())
        : "";
  }

  /** Work that can be repeated at any time. */
  private static Job work(
      Task task, String description, List<Parameter> parameters, Optional<Trigger> trigger) {
    return new Job(
        JobNames.of(task),
        subject(task),
        description,
        Script.call("droverTask", task.id()),
        Durability.PERFORMANCE_OPTIMIZED,
        true,
        OFTEN,
        parameters,
        trigger);
  }

  /**
   * Work on an environment. One build at a time is asked of the job itself: a lock would need one
   * more plugin and its state, and that no two deploy at once is made sure in the cluster anyway.
   */
  private static Job step(Task task, String description, List<Parameter> parameters) {
    return new Job(
        JobNames.of(task),
        subject(task),
        description,
        Script.call("droverTask", task.id()),
        Durability.MAX_SURVIVABILITY,
        false,
        RECORDED,
        parameters,
        Optional.empty());
  }

  private static String subject(Task task) {
    return task.test().isEmpty() ? task.subject() : task.test();
  }

  private static List<String> needed(Task task) {
    return task.needs().stream().map(id -> id.substring(id.indexOf(':') + 1)).toList();
  }

  private static String after(List<String> components) {
    return components.isEmpty()
        ? ""
        : "\nAfter: "
            + components.stream().map(c -> "build-" + c).collect(Collectors.joining(", "));
  }

  private static String shown(Source source) {
    String folder = source.path().isEmpty() ? "" : ", folder " + source.path();
    return source.git().map(PublicAddress::of).orElse("the configuration repository")
        + source.branch().map(b -> ", branch " + b).orElse("")
        + folder;
  }

  private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
    Map<String, T> map = new LinkedHashMap<>();
    all.forEach(one -> map.put(name.apply(one), one));
    return map;
  }
}
