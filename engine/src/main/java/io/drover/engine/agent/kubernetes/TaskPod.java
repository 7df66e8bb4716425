package io.drover.engine.agent.kubernetes;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.model.Resources;
import io.drover.engine.kubernetes.GpuSettings;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pod in which Jenkins has a task done. Jenkins adds its own container, and the volume that all
 * containers share. A pure function.
 *
 * @param droverImage image with the {@code drover} command
 * @param jenkinsImage image of Jenkins' own container; empty: Jenkins' default
 * @param serviceAccount account of the cluster that the {@code drover} container acts as; empty:
 *     none
 * @param variables environment of the {@code drover} container
 * @param secrets Secrets whose keys are more of it
 */
public record TaskPod(
    String droverImage,
    Optional<String> jenkinsImage,
    Optional<String> serviceAccount,
    Map<String, String> variables,
    List<String> secrets) {
  /** The container with the {@code drover} command. */
  public static final String DROVER = "drover";

  /** The container of a build's or a test's lines. */
  public static final String MAIN = AgentPod.MAIN;

  private static final String LABEL = "drover.io/task";
  private static final String JENKINS = "jnlp";
  private static final String TOKEN = "token";
  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
  private static final long TOKEN_SECONDS = 3600;

  /** Waits for what Jenkins executes in it. */
  private static final String WAIT = "trap 'exit 0' TERM; while :; do sleep 3600 & wait $!; done";

  /** What Jenkins' own container does, in Jenkins' image and in ours. */
  private static final String AGENT = "exec jenkins-agent";

  private static final HeadStart HEAD_START = HeadStart.OF_PODS;

  /** The Kubernetes plugin mounts the volume that all containers share where they work. */
  private static final String VOLUME = HeadStart.VOLUME.toString();

  public TaskPod {
    variables = new TreeMap<>(variables);
    secrets = List.copyOf(secrets);
  }

  /**
   * The lines of a build or a test.
   *
   * @param image the image that they run in
   * @param spec what they ask for
   * @param placement where they may run
   * @param prepare words of the command that prepares them, which the pod runs when it starts;
   *     empty: a step of Jenkins does
   */
  public record Lines(String image, AgentSpec spec, Placement placement, List<String> prepare) {
    public Lines {
      prepare = List.copyOf(prepare);
    }
  }

  /**
   * The container with the {@code drover} command; empty: it is in Jenkins' own one, as both have
   * the same image. One container fewer has to start then, and none is entered for each step.
   * Secrets are kept out of that one: Jenkins shows the environment of its agents.
   */
  public Optional<String> droverContainer() {
    boolean same = jenkinsImage.filter(droverImage::equals).isPresent();
    return same && secrets.isEmpty() ? Optional.empty() : Optional.of(DROVER);
  }

  /** Whether a pod is one of these. */
  public static boolean isOne(Pod pod) {
    return pod.getMetadata().getLabels() != null
        && pod.getMetadata().getLabels().containsKey(LABEL);
  }

  /**
   * The pod as YAML.
   *
   * @param lines empty for tasks that Drover does alone
   * @param timeout how long the task may take
   * @param cluster whether the task has to do with the cluster
   */
  public String yaml(
      Optional<Lines> lines, Duration timeout, boolean cluster, AgentSettings settings) {
    boolean account = cluster && serviceAccount.isPresent();
    List<Container> containers = new ArrayList<>();
    // Containers are started one after another, and Jenkins' own takes longest to be ready.
    List<String> prepare = lines.map(Lines::prepare).orElse(List.of());
    boolean apart = droverContainer().isPresent();
    containers.add(
        apart ? jenkins() : withDrover(ahead(jenkins(), AGENT, prepare), account, settings));
    lines.ifPresent(l -> containers.add(main(l, settings)));
    if (apart) {
      Container drover = ahead(waiting(DROVER, droverImage).build(), WAIT, prepare);
      containers.add(withDrover(drover, account, settings));
    }
    PodSpecBuilder spec =
        AgentPod.spec(
                AgentPod.deadline(timeout),
                lines
                    .map(l -> AgentPod.placement(l.spec(), l.placement(), settings))
                    .orElse(settings.placement()),
                settings)
            .withContainers(containers);
    if (account) {
      spec.withServiceAccountName(serviceAccount.get()).addToVolumes(token().build());
    }
    return Serialization.asYaml(
        new PodBuilder()
            .withNewMetadata()
            .addToLabels(LABEL, "true")
            .endMetadata()
            .withSpec(spec.build())
            .build());
  }

  /** The container, running a command before it does what it is there for. */
  private static Container ahead(Container bare, String then, List<String> prepare) {
    if (prepare.isEmpty()) {
      return bare;
    }
    List<String> command = new ArrayList<>(List.of("sh", "-c", HEAD_START.begin() + then, "sh"));
    command.addAll(prepare);
    command.addAll(List.of("--work", HEAD_START.work().toString()));
    return new ContainerBuilder(bare).withCommand(command).build();
  }

  private static Container main(Lines lines, AgentSettings settings) {
    ContainerBuilder container =
        waiting(MAIN, lines.image())
            .withResources(AgentPod.resources(lines.spec().resources(), settings));
    return lines.spec().resources().gpu().isPresent()
        ? container.build()
        : container.withEnv(GpuSettings.HIDDEN).build();
  }

  private Container withDrover(Container bare, boolean account, AgentSettings settings) {
    List<EnvVar> env = new ArrayList<>();
    variables.forEach((name, value) -> env.add(new EnvVar(name, value, null)));
    env.add(GpuSettings.HIDDEN);
    if (account) {
      env.addAll(OwnPod.variables());
      env.addAll(settings.variables());
    }
    ContainerBuilder container =
        new ContainerBuilder(bare)
            .withEnv(env)
            .withEnvFrom(secrets.stream().map(TaskPod::secret).toList())
            .withResources(AgentPod.resources(Resources.NONE, settings));
    if (account) {
      container
          .addNewVolumeMount()
          .withName(TOKEN)
          .withMountPath(ACCOUNT)
          .withReadOnly(true)
          .endVolumeMount();
    }
    return container.build();
  }

  private Container jenkins() {
    return new ContainerBuilder()
        .withName(JENKINS)
        .withImage(jenkinsImage.orElse(null))
        .withImagePullPolicy("IfNotPresent")
        .withWorkingDir(VOLUME)
        .withEnv(GpuSettings.HIDDEN)
        .withSecurityContext(AgentPod.restricted().build())
        .withResources(
            new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity("100m"))
                .addToRequests("memory", new Quantity("256Mi"))
                .addToLimits("cpu", new Quantity("2"))
                .addToLimits("memory", new Quantity("512Mi"))
                .build())
        .build();
  }

  private static ContainerBuilder waiting(String name, String image) {
    return new ContainerBuilder()
        .withName(name)
        .withImage(image)
        .withImagePullPolicy("IfNotPresent")
        .withWorkingDir(VOLUME)
        .withCommand("sh", "-c", WAIT)
        .withSecurityContext(AgentPod.restricted().build());
  }

  private static EnvFromSource secret(String name) {
    return new EnvFromSourceBuilder().withNewSecretRef(name, false).build();
  }

  /** As Kubernetes mounts it, but into one container alone: lines must not have it. */
  private static VolumeBuilder token() {
    return new VolumeBuilder()
        .withName(TOKEN)
        .withNewProjected()
        .addNewSource()
        .withNewServiceAccountToken(null, TOKEN_SECONDS, TOKEN)
        .endSource()
        .addNewSource()
        .withNewConfigMap()
        .withName("kube-root-ca.crt")
        .addNewItem("ca.crt", null, "ca.crt")
        .endConfigMap()
        .endSource()
        .addNewSource()
        .withNewDownwardAPI()
        .addNewItem()
        .withPath("namespace")
        .withNewFieldRef("v1", "metadata.namespace")
        .endItem()
        .endDownwardAPI()
        .endSource()
        .endProjected();
  }
}
