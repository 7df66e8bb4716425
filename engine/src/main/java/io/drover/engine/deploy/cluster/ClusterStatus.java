package io.drover.engine.deploy.cluster;

import io.drover.config.model.Environment;
import io.drover.engine.kubernetes.Ownership;
import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.release.ReleaseRecord;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what an environment of a cluster runs. */
public final class ClusterStatus {
  private static final String COLOUR = Ownership.COLOUR;

  private final Environment environment;
  private final ReleaseRecord record;
  private final LiveObjects objects;
  private final Map<String, String> versions;

  ClusterStatus(Environment environment, ReleaseRecord record, LiveObjects objects) {
    this.environment = environment;
    this.record = record;
    this.objects = objects;
    this.versions =
        Stream.concat(record.deployedReleases().stream(), record.incoming().stream())
            .map(Release::images)
            .flatMap(images -> images.values().stream())
            .collect(
                Collectors.toMap(
                    ReleasedImage::image, ReleasedImage::version, (newer, older) -> newer));
  }

  /**
   * What runs now. Costs four LISTs, and three more when something is not as it should be, however
   * many services there are.
   *
   * @param project the project's name
   * @param record what is recorded of the environment, for the versions of images
   * @param kinds kinds that Drover has written there beside the usual ones, as {@code
   *     apiVersion/Kind}: routes are looked for among them
   * @throws io.drover.engine.WorkFailedException if the cluster cannot be asked
   */
  public static EnvironmentState read(
      KubernetesClient client,
      String project,
      Environment environment,
      ReleaseRecord record,
      Set<String> kinds)
      throws InterruptedException {
    Ownership ownership = new Ownership(project, environment.name());
    LiveObjects objects = LiveObjects.list(client, environment.namespace(), ownership, kinds);
    return new ClusterStatus(environment, record, objects).state();
  }

  EnvironmentState state() {
    Set<String> names = new LinkedHashSet<>();
    environment.services().forEach(service -> names.add(service.name()));
    names.addAll(objects.running());
    return new EnvironmentState(
        environment.name(),
        environment.namespace(),
        record,
        names.stream().map(this::service).toList());
  }

  private ServiceState service(String name) {
    List<WorkloadState> workloads = new ArrayList<>();
    objects.of(name, Deployment.class).forEach(d -> workloads.add(WorkloadState.of(d)));
    objects.of(name, StatefulSet.class).forEach(s -> workloads.add(WorkloadState.of(s)));
    Optional<WorkloadState> live = live(name, workloads);
    Optional<WorkloadState> idle =
        workloads.stream().filter(w -> live.isPresent() && w != live.get()).findFirst();
    Optional<WorkloadState.Verdict> verdict = live.map(w -> w.health(name, objects.observed()));
    return new ServiceState(
        name,
        live.map(w -> version(name, w)),
        idle.map(w -> version(name, w)),
        verdict.map(WorkloadState.Verdict::health).orElse(Health.MISSING),
        verdict.flatMap(WorkloadState.Verdict::reason),
        objects.hosts(name));
  }

  private ServiceState.Version version(String service, WorkloadState workload) {
    return workload.version(service, image -> Optional.ofNullable(versions.get(image)));
  }

  /** The one that the service's own name leads to; where none is named, the one that is there. */
  private Optional<WorkloadState> live(String name, List<WorkloadState> workloads) {
    Optional<String> colour =
        objects.of(name, Service.class).stream()
            .filter(service -> service.getMetadata().getName().equals(name))
            .map(service -> service.getSpec().getSelector())
            .flatMap(selector -> Optional.ofNullable(selector).stream())
            .flatMap(selector -> Optional.ofNullable(selector.get(COLOUR)).stream())
            .findFirst();
    return workloads.stream()
        .filter(w -> LiveObjects.label(w.object(), COLOUR).equals(colour))
        .findFirst()
        .or(() -> workloads.stream().findFirst());
  }
}
