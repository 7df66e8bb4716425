package io.drover.engine.agent.kubernetes;

import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import io.drover.engine.kubernetes.GpuSettings;
import io.drover.engine.kubernetes.Placements;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster's people decide about agents' pods.
 *
 * @param namespace the namespace of all agents; empty: {@code <project>-agents}
 * @param placement where the pods may run, unless a job says more
 * @param gpus how those that ask for GPUs get to them
 * @param imagePullSecrets secrets of the namespace that images are pulled with
 * @param user number of the user that everything in a pod runs as, at least 1
 * @param cpu quantity that a pod asks for whose files say none
 * @param memory quantity that a pod asks for whose files say none
 */
public record AgentSettings(
    Optional<String> namespace,
    Placement placement,
    GpuSettings gpus,
    List<String> imagePullSecrets,
    long user,
    String cpu,
    String memory) {
  private static final String CPU = "DROVER_AGENT_CPU";
  private static final String MEMORY = "DROVER_AGENT_MEMORY";

  /** What holds where nobody decided anything. */
  public static final AgentSettings DEFAULT =
      new AgentSettings(
          Optional.empty(),
          Placement.ANYWHERE,
          GpuSettings.DEFAULT,
          List.of(),
          1000,
          "500m",
          "512Mi");

  public AgentSettings {
    imagePullSecrets = List.copyOf(imagePullSecrets);
  }

  /**
   * The settings that stand in a file.
   *
   * @param file its content, read without errors
   */
  public static AgentSettings of(Fields file) {
    Fields agents = file.object("agents");
    return new AgentSettings(
        agents.text("namespace"),
        Placements.of(agents),
        GpuSettings.of(file),
        agents.scalars("image_pull_secrets").stream().map(Text::text).toList(),
        agents.text("user").map(Long::parseLong).orElse(DEFAULT.user()),
        agents.text("cpu").orElse(DEFAULT.cpu()),
        agents.text("memory").orElse(DEFAULT.memory()));
  }

  /**
   * These settings with what the variables of a task's pod say, where the settings themselves say
   * nothing: its agents' pods are to be like it.
   */
  public AgentSettings or(Map<String, String> environment) {
    return new AgentSettings(
        namespace,
        placement,
        gpus,
        imagePullSecrets,
        user,
        cpu.equals(DEFAULT.cpu()) ? environment.getOrDefault(CPU, cpu) : cpu,
        memory.equals(DEFAULT.memory()) ? environment.getOrDefault(MEMORY, memory) : memory);
  }

  /** What {@link #or} reads. */
  List<EnvVar> variables() {
    return List.of(new EnvVar(CPU, cpu, null), new EnvVar(MEMORY, memory, null));
  }

  /** These settings with another namespace for those that name none. */
  public AgentSettings usuallyIn(String usual) {
    return new AgentSettings(
        Optional.of(namespace.orElse(usual)), placement, gpus, imagePullSecrets, user, cpu, memory);
  }

  /** The namespace of a project's agents. */
  public String namespaceOf(String project) {
    return namespace.orElse(project + "-agents");
  }
}
