package io.drover.engine.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Kubernetes objects of one service. They are not to be changed.
 *
 * @param name the service's name, which is also that of its objects
 * @param deployment its pods
 * @param service its address; empty when it has no port
 * @param claims its disks; two services may name the same claim
 * @param ingress how it is reached from outside
 * @param disruptionBudget how many of its pods may be missing on purpose
 */
public record ServiceManifests(
    String name,
    Deployment deployment,
    Optional<Service> service,
    List<PersistentVolumeClaim> claims,
    Optional<Ingress> ingress,
    Optional<PodDisruptionBudget> disruptionBudget) {

  public ServiceManifests {
    claims = List.copyOf(claims);
  }

  /** All of them, in the order in which a cluster should get them. */
  public List<HasMetadata> objects() {
    List<HasMetadata> objects = new ArrayList<>(claims);
    service.ifPresent(objects::add);
    objects.add(deployment);
    disruptionBudget.ifPresent(objects::add);
    ingress.ifPresent(objects::add);
    return List.copyOf(objects);
  }
}
