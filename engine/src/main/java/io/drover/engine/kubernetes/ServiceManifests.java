package io.drover.engine.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Kubernetes objects of one service. They are not to be changed.
 *
 * @param name the service's name
 * @param colours of a blue/green service; empty: what runs has the service's own name
 * @param deployment its pods; of the staged colour, if it has colours
 * @param service its address; empty when it has no port
 * @param colourServices the addresses of both colours
 * @param claims its disks; two services may name the same claim
 * @param routes how it is reached from outside
 * @param autoscaler who decides how many pods there are
 * @param disruptionBudget how many of its pods may be missing on purpose
 */
public record ServiceManifests(
    String name,
    Optional<Colours> colours,
    Deployment deployment,
    Optional<Service> service,
    List<Service> colourServices,
    List<PersistentVolumeClaim> claims,
    List<HasMetadata> routes,
    Optional<HorizontalPodAutoscaler> autoscaler,
    Optional<PodDisruptionBudget> disruptionBudget) {

  public ServiceManifests {
    colourServices = List.copyOf(colourServices);
    claims = List.copyOf(claims);
    routes = List.copyOf(routes);
  }

  /** How many pods there are at first. */
  public int replicas() {
    Integer replicas = deployment.getSpec().getReplicas();
    return replicas != null
        ? replicas
        : autoscaler.map(a -> a.getSpec().getMinReplicas()).orElse(1);
  }

  /** All of them, in the order in which a cluster should get them. */
  public List<HasMetadata> objects() {
    List<HasMetadata> objects = new ArrayList<>(claims);
    service.ifPresent(objects::add);
    objects.addAll(colourServices);
    objects.add(deployment);
    autoscaler.ifPresent(objects::add);
    disruptionBudget.ifPresent(objects::add);
    objects.addAll(routes);
    return List.copyOf(objects);
  }
}
