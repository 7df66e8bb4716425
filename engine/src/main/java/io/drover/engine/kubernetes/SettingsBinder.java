package io.drover.engine.kubernetes;

import io.drover.config.model.Volume;
import io.drover.config.tree.Value.Field;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import io.drover.engine.kubernetes.ManifestSettings.PreStop;
import io.drover.engine.kubernetes.ManifestSettings.RouteSettings;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes settings of what stands in their file, which was checked before. */
final class SettingsBinder {
  private SettingsBinder() {}

  static ManifestSettings bind(Fields file) {
    Map<String, ResourceKind> kinds = new LinkedHashMap<>(ManifestSettings.DEFAULT.kinds());
    file.object("kinds")
        .fields()
        .forEach((type, kind) -> kinds.put(type.toLowerCase(Locale.ROOT), kind(kind)));
    return new ManifestSettings(
        file.has("gateway") ? gateway(file.object("gateway")) : ingress(file.object("ingress")),
        file.text("mesh_gateway"),
        kinds,
        file.text("pre_stop").map(text -> PreStop.valueOf(text.toUpperCase(Locale.ROOT))),
        file.scalars("image_pull_secrets").stream().map(Text::text).toList(),
        GpuSettings.of(file),
        storageClasses(file.object("storage_classes")));
  }

  private static RouteSettings gateway(Fields gateway) {
    return new RouteSettings.Gateway(
        gateway.text("name").orElseThrow(),
        gateway.text("namespace"),
        gateway.text("http_listener").orElse("http"),
        gateway.text("https_listener").orElse("https"));
  }

  private static RouteSettings ingress(Fields ingress) {
    Map<String, String> annotations = new LinkedHashMap<>();
    Fields written = ingress.object("annotations");
    written.fields().keySet().forEach(key -> annotations.put(key, written.text(key).orElse("")));
    return new RouteSettings.Ingress(ingress.text("class"), annotations);
  }

  private static ResourceKind kind(Field field) {
    Fields kind = (Fields) field.value();
    return new ResourceKind(
        kind.text("api_version").orElseThrow(),
        kind.text("kind").orElseThrow(),
        kind.text("options_field"));
  }

  private static Map<Volume.Type, String> storageClasses(Fields classes) {
    Map<Volume.Type, String> found = new EnumMap<>(Volume.Type.class);
    for (Volume.Type type : Volume.Type.values()) {
      Optional<String> name = classes.text(type.name());
      name.ifPresent(n -> found.put(type, n));
    }
    return found;
  }
}
