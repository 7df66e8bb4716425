package io.drover.engine.kubernetes;

import io.drover.config.model.InitContainer;
import io.drover.config.model.Service;
import io.drover.config.model.Volume;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The volumes of a pod and where they are mounted. */
final class PodVolumes {
  private PodVolumes() {}

  /** The volumes of a service's pods, its init containers' among them, each once. */
  static List<Volume> all(Service service) {
    Map<String, Volume> volumes = new LinkedHashMap<>();
    service.volumes().forEach(volume -> volumes.put(volume.name(), volume));
    for (InitContainer container : service.initContainers()) {
      container.volumes().forEach(volume -> volumes.putIfAbsent(volume.name(), volume));
    }
    return List.copyOf(volumes.values());
  }

  static io.fabric8.kubernetes.api.model.Volume of(Service service, Volume volume) {
    VolumeBuilder builder = new VolumeBuilder().withName(volume.name());
    return switch (volume.type()) {
      case EBS, EFS ->
          builder.withNewPersistentVolumeClaim(Disks.claimName(service, volume), null).build();
      case SECRET ->
          builder
              .withNewSecret()
              .withSecretName(volume.name())
              .withItems(items(volume))
              .endSecret()
              .build();
      case CONFIGMAP ->
          builder
              .withNewConfigMap()
              .withName(volume.name())
              .withItems(items(volume))
              .endConfigMap()
              .build();
    };
  }

  static VolumeMount mount(Volume volume) {
    return new VolumeMountBuilder()
        .withName(volume.name())
        .withMountPath(volume.path())
        .withReadOnly(Disks.isDisk(volume) && !Disks.readOnly(volume) ? null : true)
        .build();
  }

  private static List<KeyToPath> items(Volume volume) {
    return volume.items().stream().map(item -> item(item)).toList();
  }

  private static KeyToPath item(Volume.Item item) {
    return new KeyToPathBuilder()
        .withKey(item.key())
        .withPath(item.path())
        .withMode(item.mode().orElse(null))
        .build();
  }
}
