package io.drover.config.bind;

import io.drover.config.model.Volume;
import io.drover.config.tree.FileMode;
import io.drover.config.tree.Value.Fields;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Binds what is mounted into a container. */
final class VolumeBinder {
  private VolumeBinder() {}

  /** The volumes of a service or an init container. */
  static List<Volume> bind(Fields container) {
    return container.objects("volumes").stream().map(VolumeBinder::volume).toList();
  }

  private static Volume volume(Fields volume) {
    Volume.Type type = Bindings.constant(Volume.Type.class, volume.text("type"), Volume.Type.EBS);
    List<String> modes =
        volume.scalars("modes").stream()
            .flatMap(text -> Arrays.stream(text.text().split(",")))
            .map(String::strip)
            .distinct()
            .toList();
    return new Volume(
        volume.text("name").orElseThrow(),
        volume.text("path").orElseThrow(),
        type,
        modes.isEmpty() ? List.of("ReadWriteOnce") : modes,
        volume.text("size"),
        !volume.text("provisioning").equals(Optional.of("manual")),
        volume.objects("items").stream().map(VolumeBinder::item).toList());
  }

  private static Volume.Item item(Fields item) {
    String key = item.text("key").orElseThrow();
    return new Volume.Item(
        key, item.text("path").orElse(key), item.text("mode").map(FileMode::parse));
  }
}
