package io.drover.engine.run;

import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.kubernetes.TaskPod;
import io.drover.engine.release.Actor;
import io.drover.engine.secret.Variables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The pods of tasks as variables describe them, where no plugin has settings of its own. */
public final class TaskPods {
  private static final String IMAGE = "DROVER_IMAGE";

  /** What pods are told of what this process was told; no secrets. */
  private static final List<String> PASSED =
      List.of(
          SharedStores.REGISTRY,
          SharedPackages.APTLY,
          SharedPackages.USER,
          SharedPackages.PACKAGES,
          SharedPackages.KEY,
          "DROVER_BUILDKIT",
          "DROVER_KNOWN_HOSTS",
          Actor.VARIABLE);

  private TaskPods() {}

  /**
   * The pods.
   *
   * @param environment {@code DROVER_IMAGE}, {@code DROVER_JENKINS_IMAGE}, {@code
   *     DROVER_SERVICE_ACCOUNT}, {@code DROVER_POD_SECRETS} with names parted by commas, and the
   *     variables that tasks take
   * @throws WorkFailedException if the image of the command is not named
   */
  public static TaskPod of(Map<String, String> environment) {
    Map<String, String> variables = new TreeMap<>();
    PASSED.forEach(
        name -> Variables.read(environment, name).ifPresent(value -> variables.put(name, value)));
    return new TaskPod(
        Variables.read(environment, IMAGE)
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        IMAGE + " is not set: the image with the drover command")),
        Variables.read(environment, "DROVER_JENKINS_IMAGE"),
        Variables.read(environment, "DROVER_SERVICE_ACCOUNT"),
        variables,
        Stream.of(environment.getOrDefault("DROVER_POD_SECRETS", "").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList());
  }

  /** The Kubernetes plugin's cloud, {@code DROVER_JENKINS_CLOUD}; empty: its default. */
  public static Optional<String> cloud(Map<String, String> environment) {
    return Variables.read(environment, "DROVER_JENKINS_CLOUD");
  }
}
