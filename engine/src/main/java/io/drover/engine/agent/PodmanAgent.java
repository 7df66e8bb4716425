package io.drover.engine.agent;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import io.drover.engine.process.Containers;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;

/**
 * Agents that are containers of an agent image: the base with the dependencies installed, built
 * once and kept in the registry.
 */
public final class PodmanAgent implements Agent {
  /** Label of a job's container, with the instance as value. */
  public static final String LABEL = "io.drover.agent";

  private final Containers containers;
  private final AgentImages images;
  private final String instance;

  /**
   * Agents on this machine.
   *
   * @param instance tells the containers of this Drover from those of others on the machine
   */
  public PodmanAgent(Containers containers, AgentImages images, String instance) {
    this.containers = containers;
    this.images = images;
    this.instance = instance;
  }

  @Override
  public void run(AgentJob job) throws InterruptedException {
    String image = images.local(job.spec(), job.log());
    ShellScript script = ShellScript.write(job);
    String container = "drover-%s-%s".formatted(instance, job.name());
    remove(container);
    try {
      ContainerVariables variables = new ContainerVariables(job.environment());
      List<String> words = words(job, variables, container, image);
      words.addAll(variables.words(script.words("/drover")));
      Command.Result result =
          containers
              .podman(words)
              .with(variables.environment())
              .timeout(job.spec().timeout())
              .keepOutput(ShellScript.KEPT_OUTPUT)
              .onLine(job.log())
              .run();
      script.check(result, job);
    } finally {
      remove(container);
    }
  }

  @Override
  public int open(AgentJob job) throws InterruptedException {
    String image = images.local(job.spec(), job.log());
    Trees.make(job.control());
    String container = "drover-%s-%s".formatted(instance, job.name());
    remove(container);
    try {
      ContainerVariables variables = new ContainerVariables(job.environment());
      List<String> words = words(job, variables, container, image);
      words.addAll(1, List.of("--interactive", "--tty"));
      words.addAll(variables.words(AgentJob.SHELL));
      return containers.podman(words).with(variables.environment()).runOnTerminal();
    } finally {
      remove(container);
    }
  }

  /**
   * Removes the containers of jobs that a killed Drover left running.
   *
   * @param instance the Drover whose jobs are meant
   */
  public static void removeLeftovers(Containers containers, String instance)
      throws InterruptedException {
    List<String> ids =
        containers
            .podman("ps", "--all", "--quiet", "--filter", "label=%s=%s".formatted(LABEL, instance))
            .check("list the agents' containers")
            .output()
            .lines()
            .toList();
    for (String id : ids) {
      containers.podman("rm", "--force", "--time=0", id).check("remove an agent's container");
    }
  }

  private List<String> words(
      AgentJob job, ContainerVariables variables, String container, String image) {
    List<String> words = new ArrayList<>(List.of("run", "--rm", "--init", "--pull=never"));
    words.addAll(List.of("--name", container, "--label", LABEL + "=" + instance));
    words.addAll(List.of("--volume", job.workspace() + ":/workspace"));
    words.addAll(List.of("--volume", job.control() + ":/drover", "--workdir=/workspace"));
    words.addAll(variables.options());
    words.addAll(List.of("--env", "NVIDIA_VISIBLE_DEVICES=void"));
    job.network().ifPresent(network -> words.addAll(join(network)));
    job.spec().resources().cpu().ifPresent(cpu -> words.add("--cpus=" + amount(cpu)));
    job.spec().resources().memory().ifPresent(memory -> words.add("--memory=" + amount(memory)));
    words.add(image);
    return words;
  }

  private static List<String> join(AgentJob.Network network) {
    List<String> words = new ArrayList<>(List.of("--network", network.name()));
    network.hosts().forEach((name, ip) -> words.add("--add-host=%s:%s".formatted(name, ip)));
    return words;
  }

  private static String amount(String quantity) {
    return Quantity.getAmountInBytes(Quantity.parse(quantity)).stripTrailingZeros().toPlainString();
  }

  private void remove(String container) throws InterruptedException {
    Command.Result result =
        containers.podman("rm", "--force", "--ignore", "--time=0", container).run();
    if (!result.succeeded()) {
      throw new WorkFailedException(
          "could not remove the container %s: %s".formatted(container, result.lastLines(2)));
    }
  }
}
