package io.drover.engine.run;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.model.Resources.Gpu;
import io.drover.config.model.Service;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.deploy.cluster.NodeGpus;
import io.drover.engine.kubernetes.GpuSettings;
import io.drover.engine.kubernetes.Placements;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds GPUs that are asked for and that no node has, before anything is built: a pod that asks for
 * them would wait forever.
 */
final class GpuPreflight {
  private final Configuration configuration;
  private final RunSettings settings;
  private final Clusters clusters;
  private final Map<KubernetesClient, NodeGpus> known = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  private GpuPreflight(Configuration configuration, RunSettings settings, Clusters clusters) {
    this.configuration = configuration;
    this.settings = settings;
    this.clusters = clusters;
  }

  /**
   * Checks all that a plan will do in pods.
   *
   * @throws WorkFailedException if a GPU is not there; names all who ask for one
   */
  static void check(Plan plan, Configuration configuration, RunSettings settings, Clusters clusters)
      throws InterruptedException {
    GpuPreflight preflight = new GpuPreflight(configuration, settings, clusters);
    for (Task task : plan.tasks()) {
      preflight.check(task);
    }
    if (!preflight.problems.isEmpty()) {
      throw new WorkFailedException(String.join("\n", preflight.problems));
    }
  }

  private void check(Task task) throws InterruptedException {
    Environment environment = configuration.environment(task.subject()).orElse(null);
    switch (task.kind()) {
      case BUILD ->
          agent(
              "component " + task.subject(),
              configuration.component(task.subject()).orElseThrow().agent(),
              Placement.ANYWHERE);
      case TEST -> test(environment, environment.test(task.test()).orElseThrow());
      case DEPLOY -> {
        if (settings.target() == RunSettings.Target.KUBERNETES) {
          environment.services().forEach(service -> service(environment, service));
        }
      }
      case PUBLISH, IMAGE, PROMOTE -> {
        // They run no pod.
      }
    }
  }

  private void test(Environment environment, EnvironmentTest test) throws InterruptedException {
    String where = "test %s/%s".formatted(environment.name(), test.name());
    agent(where, test.agent(), test.placement());
  }

  private void agent(String where, AgentSpec agent, Placement placement)
      throws InterruptedException {
    Optional<Gpu> gpu = agent.resources().gpu();
    if (settings.hasAgentPods() && gpu.isPresent()) {
      Placement usual = settings.kubernetes().agents().placement();
      check(
          where,
          gpu.get(),
          settings.kubernetes().agents().gpus(),
          Placements.both(usual, placement),
          clusters.usual().client());
    }
  }

  private void service(Environment environment, Service service) {
    String where = "service %s/%s".formatted(environment.name(), service.name());
    service
        .gpu()
        .ifPresent(
            gpu ->
                check(
                    where,
                    gpu,
                    settings.kubernetes().deployment().manifests().gpus(),
                    Placement.ANYWHERE,
                    clusters.client(environment)));
  }

  private void check(
      String where, Gpu gpu, GpuSettings gpus, Placement own, KubernetesClient client) {
    if (!gpus.onDemand()) {
      Map<String, String> selector = Placements.both(gpus.nodes(), own).nodeSelector();
      Optional<String> reason = known.computeIfAbsent(client, NodeGpus::of).against(gpu, selector);
      reason.ifPresent(why -> problems.add(where + ": " + why));
    }
  }
}
