package io.drover.engine.kubernetes;

import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.tree.Value.Fields;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** On which nodes pods may run. */
public final class Placements {
  private Placements() {}

  /** Where pods may run, as settings have it, which were checked before. */
  public static Placement of(Fields settings) {
    return new Placement(
        texts(settings.object("node_selector")),
        settings.objects("tolerations").stream().map(Placements::texts).toList(),
        settings.text("runtime_class"));
  }

  private static Map<String, String> texts(Fields fields) {
    Map<String, String> texts = new LinkedHashMap<>();
    fields.fields().keySet().forEach(key -> texts.put(key, fields.text(key).orElse("")));
    return texts;
  }

  /**
   * Two as one.
   *
   * @param special what wins where both say something
   */
  public static Placement both(Placement usual, Placement special) {
    Map<String, String> nodes = new LinkedHashMap<>(usual.nodeSelector());
    nodes.putAll(special.nodeSelector());
    List<Map<String, String>> tolerations =
        Stream.concat(usual.tolerations().stream(), special.tolerations().stream())
            .distinct()
            .toList();
    Optional<String> runtimeClass = special.runtimeClass().or(usual::runtimeClass);
    return new Placement(nodes, tolerations, runtimeClass);
  }

  /** Tolerations as a pod has them. */
  public static List<Toleration> tolerations(Placement placement) {
    return placement.tolerations().stream().map(Placements::toleration).toList();
  }

  private static Toleration toleration(Map<String, String> written) {
    Toleration toleration = new Toleration();
    toleration.setKey(written.get("key"));
    toleration.setOperator(written.get("operator"));
    toleration.setValue(written.get("value"));
    toleration.setEffect(written.get("effect"));
    String seconds = written.get("tolerationSeconds");
    toleration.setTolerationSeconds(seconds == null ? null : Long.valueOf(seconds));
    return toleration;
  }
}
