package io.drover.engine.kubernetes;

import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.model.Resources.Gpu;
import io.drover.config.tree.Value.Fields;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How pods get to nodes with GPUs.
 *
 * @param nodes where those that ask for GPUs may run
 * @param onDemand whether nodes with GPUs come when a pod asks for them, so that none being there
 *     says nothing
 */
public record GpuSettings(Placement nodes, boolean onDemand) {
  /** What holds where nobody decided anything. */
  public static final GpuSettings DEFAULT = new GpuSettings(Placement.ANYWHERE, false);

  /**
   * Hides all GPUs from a container: where NVIDIA's runtime is the usual one of a node, images that
   * are made for GPUs see all of them otherwise, without having asked.
   */
  public static final EnvVar HIDDEN = new EnvVar("NVIDIA_VISIBLE_DEVICES", "void", null);

  private static final String NVIDIA = "nvidia.com/";

  /**
   * The settings that stand in a file.
   *
   * @param file its content, read without errors
   */
  public static GpuSettings of(Fields file) {
    Fields gpus = file.object("gpus");
    return new GpuSettings(
        Placements.of(gpus), gpus.text("on_demand").filter("true"::equals).isPresent());
  }

  /** Where a pod may run that asks for such GPUs: it bears the taints which such nodes have. */
  public Placement placement(Gpu gpu) {
    List<Map<String, String>> usual =
        Stream.of(gpu.type(), NVIDIA + "gpu")
            .filter(key -> key.equals(gpu.type()) || gpu.type().startsWith(NVIDIA))
            .distinct()
            .map(key -> Map.of("key", key, "operator", "Exists", "effect", "NoSchedule"))
            .toList();
    return Placements.both(new Placement(Map.of(), usual, Optional.empty()), nodes);
  }
}
