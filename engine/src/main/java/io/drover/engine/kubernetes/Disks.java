package io.drover.engine.kubernetes;

import io.drover.config.model.Service;
import io.drover.config.model.Volume;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;

/**
 * The disks of a service. A disk that only one node can hold belongs to one service and has its
 * name in front; a shared file system has one name in the whole namespace.
 */
final class Disks {
  private static final String DEFAULT_SIZE = "1Gi";
  private static final List<String> SHARED = List.of("ReadWriteMany", "ReadOnlyMany");

  private Disks() {}

  static boolean isDisk(Volume volume) {
    return volume.type() == Volume.Type.EBS || volume.type() == Volume.Type.EFS;
  }

  /** Whether a disk of the service cannot be held by its old and new pods at once. */
  static boolean exclusive(Service service) {
    return service.volumes().stream().filter(Disks::isDisk).anyMatch(v -> !shared(v));
  }

  static String claimName(Service service, Volume volume) {
    return shared(volume) ? volume.name() : service.name() + "-" + volume.name();
  }

  static List<PersistentVolumeClaim> claims(Service service, ObjectMeta metadata) {
    return service.volumes().stream()
        .filter(Disks::isDisk)
        .map(v -> claim(v, claimName(service, v), metadata))
        .toList();
  }

  private static PersistentVolumeClaim claim(Volume volume, String name, ObjectMeta metadata) {
    PersistentVolumeClaim claim =
        new PersistentVolumeClaimBuilder()
            .withMetadata(new ObjectMetaBuilder(metadata).withName(name).build())
            .withNewSpec()
            .withAccessModes(modes(volume))
            .withNewResources()
            .withRequests(Map.of("storage", Quantity.parse(volume.size().orElse(DEFAULT_SIZE))))
            .endResources()
            .endSpec()
            .build();
    if (volume.dynamic()) {
      return claim;
    }
    // A disk that a person made: no class, and found by the label that carries its name.
    return new PersistentVolumeClaimBuilder(claim)
        .editSpec()
        .withStorageClassName("")
        .withNewSelector()
        .withMatchLabels(Map.of("name", volume.name()))
        .endSelector()
        .endSpec()
        .build();
  }

  private static boolean shared(Volume volume) {
    return modes(volume).stream().anyMatch(SHARED::contains);
  }

  private static List<String> modes(Volume volume) {
    if (!volume.modes().isEmpty()) {
      return volume.modes();
    }
    return List.of(volume.type() == Volume.Type.EFS ? "ReadWriteMany" : "ReadWriteOnce");
  }
}
