package io.drover.engine.run;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.Application;
import io.drover.config.model.Component;
import io.drover.config.model.ComponentType;
import io.drover.config.model.Configuration;
import io.drover.config.model.Dependency;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.ManagedResource;
import io.drover.config.model.Probe;
import io.drover.config.model.Service;
import io.drover.engine.WorkFailedException;
import io.drover.engine.image.AptRepository;
import io.drover.engine.plan.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds what the files may say and a run on this machine cannot do, before anything starts:
 * something that is left out silently would look as if it had been done.
 */
final class Preflight {
  private final RunSettings settings;
  private final List<String> problems = new ArrayList<>();

  private Preflight(RunSettings settings) {
    this.settings = settings;
  }

  /**
   * Checks all of a configuration.
   *
   * @param notices gets a line on what is left out because services work without it
   * @throws WorkFailedException if something cannot be done; names all of it
   */
  static void check(Configuration configuration, RunSettings settings, Consumer<String> notices) {
    Preflight preflight = new Preflight(settings);
    Set<String> environments =
        configuration.environments().stream()
            .map(Environment::name)
            .collect(java.util.stream.Collectors.toSet());
    settings.upTo().ifPresent(name -> preflight.environment("--to", name, environments));
    settings.approved().forEach(name -> preflight.environment("--approve", name, environments));
    configuration.components().forEach(preflight::component);
    configuration.applications().forEach(preflight::application);
    if (settings.target() != RunSettings.Target.NONE) {
      configuration.environments().forEach(preflight::tests);
    }
    if (settings.target() == RunSettings.Target.PODMAN) {
      configuration.environments().forEach(preflight::services);
    }
    if (settings.target() == RunSettings.Target.KUBERNETES && settings.registry().isEmpty()) {
      throw withoutRegistry();
    }
    preflight.end("drover run");
    if (settings.target() == RunSettings.Target.PODMAN) {
      configuration
          .environments()
          .forEach(environment -> unused(configuration, environment, notices));
    }
  }

  /**
   * Checks what tests of a configuration need.
   *
   * @throws WorkFailedException if something cannot be done; names all of it
   */
  static void checkTests(Configuration configuration, RunSettings settings) {
    Preflight preflight = new Preflight(settings);
    configuration.environments().forEach(preflight::tests);
    preflight.end("drover test");
  }

  private void end(String command) {
    if (settings.hasAgentPods() && settings.registry().isEmpty()) {
      throw withoutRegistry();
    }
    if (settings.hasAgentPods() && settings.target() == RunSettings.Target.PODMAN) {
      throw new WorkFailedException(
          "tests on agent pods do not reach services that run with podman: add --target kubernetes, or --target none");
    }
    complain(command);
  }

  private static WorkFailedException withoutRegistry() {
    return new WorkFailedException(
        "the cluster must pull images from a registry that this machine reaches, too: name it with --registry HOST:PORT");
  }

  /**
   * Checks what one task is about.
   *
   * @throws WorkFailedException if something cannot be done; names all of it
   */
  static void check(Configuration configuration, Task task, RunSettings settings) {
    Preflight preflight = new Preflight(settings);
    switch (task.kind()) {
      case BUILD, PUBLISH ->
          configuration.component(task.subject()).ifPresent(preflight::component);
      case IMAGE -> configuration.application(task.subject()).ifPresent(preflight::application);
      case TEST ->
          configuration
              .environment(task.subject())
              .ifPresent(
                  environment ->
                      environment
                          .test(task.test())
                          .ifPresent(test -> preflight.test(environment, test)));
      case DEPLOY, PROMOTE, SWITCH, ROLLBACK -> {}
    }
    preflight.complain("drover task");
  }

  private void complain(String command) {
    if (!problems.isEmpty()) {
      throw new WorkFailedException(
          "%s cannot do this yet:\n  %s".formatted(command, String.join("\n  ", problems)));
    }
  }

  /** Names what only a cluster can make use of, in one line for each environment. */
  private static void unused(
      Configuration configuration, Environment environment, Consumer<String> notices) {
    List<String> unused = new ArrayList<>();
    environment.gists().forEach(gist -> unused.add("gist " + gist.name()));
    environment.resources().forEach(resource -> unused.add(name(resource)));
    for (Service service : environment.services()) {
      String of = " of " + service.name();
      if (service.routing().backend().isPresent()
          && configuration.application(service.application()).isEmpty()) {
        unused.add("route " + service.name());
      }
      service.autoscaler().ifPresent(scaler -> unused.add("hpa" + of));
      service.mesh().ifPresent(mesh -> unused.add("service_mesh" + of));
      service
          .disruption()
          .filter(disruption -> !disruption.implied())
          .ifPresent(disruption -> unused.add("disruption" + of));
    }
    environment.previews().ifPresent(previews -> unused.add("previews"));
    if (!environment.quota().isEmpty()) {
      unused.add("quota");
    }
    if (!unused.isEmpty()) {
      notices.accept(
          "%s: not used by drover run on this machine: %s"
              .formatted(environment.name(), String.join(", ", unused)));
    }
  }

  private static String name(ManagedResource resource) {
    if (resource instanceof ManagedResource.HelmChart) {
      return "chart " + resource.name();
    }
    if (resource instanceof ManagedResource.Database) {
      return "database " + resource.name();
    }
    if (resource instanceof ManagedResource.Custom custom) {
      return custom.type() + " " + resource.name();
    }
    return "service entry " + resource.name();
  }

  private void services(Environment environment) {
    for (Service service : environment.services()) {
      String where = "service %s/%s".formatted(environment.name(), service.name());
      if (!service.initContainers().isEmpty()) {
        problems.add(where + ": init_containers");
      }
      if (asksElsewhere(service.liveness()) || asksElsewhere(service.readiness())) {
        problems.add(where + ": host, scheme or http_headers of a probe");
      }
    }
  }

  private void environment(String option, String name, Set<String> known) {
    if (!known.contains(name)) {
      throw new WorkFailedException(
          "%s %s: there is no such environment; there are %s"
              .formatted(option, name, String.join(", ", known.stream().sorted().toList())));
    }
  }

  private static boolean asksElsewhere(Optional<Probe> probe) {
    Probe.Handler handler = probe.map(Probe::handler).orElse(null);
    if (handler instanceof Probe.Handler.HttpGet get) {
      return !get.equals(new Probe.Handler.HttpGet(get.path(), get.port()));
    }
    return handler instanceof Probe.Handler.TcpSocket socket && socket.host().isPresent();
  }

  private void component(Component component) {
    String where = "component " + component.name();
    if (component.type() == ComponentType.APK_PACKAGE) {
      problems.add(where + ": type apk-package");
    }
    agent(where, component.agent());
  }

  private void application(Application application) {
    String where = "application " + application.name();
    dependencies(where, application.dependencies());
    if (application.builder() == Application.Builder.BUILDKIT && settings.buildkit().isEmpty()) {
      problems.add(
          "%s: builder buildkit needs the address of a daemon: give it with --buildkit or DROVER_BUILDKIT"
              .formatted(where));
    }
  }

  private void tests(Environment environment) {
    environment.tests().forEach(test -> test(environment, test));
  }

  private void test(Environment environment, EnvironmentTest test) {
    String where = "test %s/%s".formatted(environment.name(), test.name());
    if (!settings.hasAgentPods() && test.type() == EnvironmentTest.Type.GPU) {
      problems.add(where + ": type gpu, which only --agent kubernetes can run");
    }
    test.locust()
        .flatMap(EnvironmentTest.Locust::host)
        .filter(host -> !host.contains("://"))
        .filter(host -> environment.services().stream().noneMatch(s -> s.name().equals(host)))
        .ifPresent(host -> problems.add(where + ": host: there is no service " + host));
    if (settings.hasAgentPods() && isElsewhere(environment)) {
      problems.add(where + ": its environment is in another cluster than the agents");
    }
    agent(where, test.agent());
  }

  private boolean isElsewhere(Environment environment) {
    return environment.cluster().isPresent() && settings.kubernetes().access().context().isEmpty();
  }

  private void agent(String where, AgentSpec agent) {
    dependencies(where, agent.dependencies());
    if (!settings.hasAgentPods()) {
      agent
          .resources()
          .gpu()
          .ifPresent(gpu -> problems.add(where + ": GPUs, which only --agent kubernetes gives"));
    }
  }

  /** What a repository may not say is not for the run to find out, after minutes of work. */
  private void dependencies(String where, List<Dependency> dependencies) {
    for (Dependency dependency : dependencies) {
      try {
        dependency
            .repository()
            .ifPresent(repository -> AptRepository.source(repository, dependency.repositoryKey()));
      } catch (WorkFailedException e) {
        problems.add("%s: dependency %s: %s".formatted(where, dependency.name(), e.getMessage()));
      }
    }
  }
}
