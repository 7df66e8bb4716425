package io.drover.engine.kubernetes;

import io.drover.config.model.Service;
import io.drover.config.model.Volume;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    return firstExclusive(service).isPresent();
  }

  /** The first disk that only the pods of one node can hold. */
  static Optional<Volume> firstExclusive(Service service) {
    return PodVolumes.all(service).stream()
        .filter(volume -> isDisk(volume) && !shared(volume))
        .findFirst();
  }

  static String claimName(Service service, Volume volume) {
    return shared(volume) ? volume.name() : service.name() + "-" + volume.name();
  }

  static List<PersistentVolumeClaim> claims(
      Service service, Identity identity, ManifestSettings settings) {
    return PodVolumes.all(service).stream()
        .filter(Disks::isDisk)
        .map(v -> claim(v, identity.metadata(claimName(service, v)), settings))
        .toList();
  }

  /** The claim of a disk. */
  static PersistentVolumeClaim claim(
      Volume volume, ObjectMeta metadata, ManifestSettings settings) {
    PersistentVolumeClaim claim =
        new PersistentVolumeClaimBuilder()
            .withMetadata(metadata)
            .withNewSpec()
            .withAccessModes(modes(volume))
            .withStorageClassName(settings.storageClasses().get(volume.type()))
            .withNewResources()
            .withRequests(Map.of("storage", Quantities.of(volume.size().orElse(DEFAULT_SIZE))))
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

  /** Whether nothing is ever written to a disk. */
  static boolean readOnly(Volume volume) {
    return modes(volume).equals(List.of("ReadOnlyMany"));
  }

  static boolean shared(Volume volume) {
    return modes(volume).stream().anyMatch(SHARED::contains);
  }

  private static List<String> modes(Volume volume) {
    if (!volume.modes().isEmpty()) {
      return volume.modes();
    }
    return List.of(volume.type() == Volume.Type.EFS ? "ReadWriteMany" : "ReadWriteOnce");
  }
}
