package io.drover.engine.agent.kubernetes;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.model.Resources;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.kubernetes.GpuSettings;
import io.drover.engine.kubernetes.Placements;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pod of a job and the Secret with its environment. A pure function.
 *
 * <p>The job's container waits until its workspace is complete, and needs nothing but a shell.
 * Files come and go through the other one, which has tar; they share two volumes of the pod's own.
 *
 * @param name name of both objects
 * @param image the job's image
 * @param helperImage an image with GNU tar
 * @param token what the job's container says at its end, so that nobody says it by chance
 * @param silence how long the pod goes on without a sign of life of Drover
 * @param owner what they go with
 * @param labels those of the run
 */
record AgentPod(
    String name,
    String image,
    String helperImage,
    String token,
    Duration silence,
    OwnerReference owner,
    Map<String, String> labels) {
  /** The container of the job's lines. */
  static final String MAIN = "main";

  /** The container through which files come and go. */
  static final String HELPER = "helper";

  static final String WORKSPACE = "/workspace";
  static final String CONTROL = "/drover";

  /** What the name of the workers' Job ends with. */
  static final String WORKERS = "-workers";

  /** Pulling images, and bringing files to the pod and back. */
  private static final Duration AROUND_THE_LINES = Duration.ofMinutes(20);

  /** Standard error joins standard output here, so that the log keeps the order of both. */
  private static final String MAIN_SCRIPT =
      """
      exec 2>&1
      until [ -e /drover/ready ]; do
        [ ! -e /drover/stop ] || exit 125
        sleep 0.1 2> /dev/null || sleep 1
      done
      { until [ -e /drover/stop ]; do sleep 2; done; kill -KILL -1; } > /dev/null 2>&1 &
      sh /drover/run.sh /drover/line
      status=$?
      printf '%s %s\\n' "$1" "$status"
      exit "$status"
      """;

  private static final String HELPER_SCRIPT =
      """
      trap 'exit 0' TERM
      touch /drover/alive
      silent=0
      until [ "$silent" -ge "$1" ]; do
        sleep 2 & wait $!
        silent=$(($(date +%s) - $(stat -c %Y /drover/alive)))
      done
      touch /drover/stop
      """;

  /** The variables of the job, which only its container sees. */
  Secret secret(AgentJob job) {
    return new SecretBuilder()
        .withMetadata(metadata(job))
        .withType("Opaque")
        .withImmutable(true)
        .withStringData(new LinkedHashMap<>(new java.util.TreeMap<>(job.environment())))
        .build();
  }

  /** The pod. */
  Pod pod(AgentJob job, AgentSettings settings) {
    return new PodBuilder()
        .withMetadata(metadata(job))
        .withSpec(spec(job, settings).withContainers(helper(), main(job, settings)).build())
        .build();
  }

  /** What every pod of a job has, but for its containers. */
  private static PodSpecBuilder spec(AgentJob job, AgentSettings settings) {
    return spec(deadline(job), placement(job, settings), settings)
        .addNewVolume()
        .withName("workspace")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .addNewVolume()
        .withName("drover")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume();
  }

  /** What every pod has in which lines of a build or a test run. */
  static PodSpecBuilder spec(long deadline, Placement placement, AgentSettings settings) {
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withActiveDeadlineSeconds(deadline)
        .withTerminationGracePeriodSeconds(1L)
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withNodeSelector(placement.nodeSelector().isEmpty() ? null : placement.nodeSelector())
        .withTolerations(Placements.tolerations(placement))
        .withRuntimeClassName(placement.runtimeClass().orElse(null))
        .withImagePullSecrets(
            settings.imagePullSecrets().stream().map(LocalObjectReference::new).toList())
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(settings.user())
        .withRunAsGroup(settings.user())
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext();
  }

  private static long deadline(AgentJob job) {
    return deadline(job.spec().timeout());
  }

  /** Seconds after which a pod whose lines may take so long is ended. */
  static long deadline(Duration timeout) {
    return timeout.plus(AROUND_THE_LINES).toSeconds();
  }

  /**
   * The job's workers, as a Job: pods of it that are gone come back, those that failed do not.
   *
   * @param address of the pod
   */
  Job workers(AgentJob job, AgentSettings settings, String address) {
    AgentJob.Workers workers = job.workers().orElseThrow();
    Container container =
        main(job, settings, CONTROL, CONTROL)
            .withCommand(workers.words())
            .addNewEnv()
            .withName(AgentJob.Workers.MASTER)
            .withValue(address)
            .endEnv()
            .build();
    return new JobBuilder()
        .withMetadata(metadata(job))
        .editMetadata()
        .withName(workersName())
        .endMetadata()
        .withNewSpec()
        .withParallelism(workers.count())
        .withCompletions(workers.count())
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(deadline(job))
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .addToLabels(AgentLabels.JOB, job.name())
        .addToLabels(AgentLabels.WORKER_OF, name)
        .endMetadata()
        .withSpec(spec(job, settings).withContainers(container).build())
        .endTemplate()
        .endSpec()
        .build();
  }

  /** The name of the Job with the workers. */
  String workersName() {
    return name + WORKERS;
  }

  /** The job's own words win over those on GPUs, and these over the usual ones. */
  static Placement placement(AgentJob job, AgentSettings settings) {
    return placement(job.spec(), job.placement(), settings);
  }

  static Placement placement(AgentSpec spec, Placement own, AgentSettings settings) {
    Placement usual =
        spec.resources()
            .gpu()
            .map(gpu -> Placements.both(settings.placement(), settings.gpus().placement(gpu)))
            .orElse(settings.placement());
    return Placements.both(usual, own);
  }

  private ObjectMeta metadata(AgentJob job) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withLabels(labels)
        .addToLabels(AgentLabels.JOB, job.name())
        .withOwnerReferences(owner)
        .build();
  }

  private Container main(AgentJob job, AgentSettings settings) {
    return main(job, settings, CONTROL + "/home", CONTROL + "/tmp")
        .withCommand(script(MAIN_SCRIPT, token))
        .build();
  }

  /** The job's container, but for what it runs. */
  private ContainerBuilder main(AgentJob job, AgentSettings settings, String home, String tmp) {
    return container(MAIN, image)
        .withWorkingDir(WORKSPACE)
        .withEnv(variables(job, home, tmp))
        .addNewEnvFrom()
        .withNewSecretRef(name, false)
        .endEnvFrom()
        .withResources(resources(job.spec().resources(), settings))
        .withSecurityContext(restricted().build());
  }

  /** The variables that a job has unless it sets them itself. */
  private static List<EnvVar> variables(AgentJob job, String home, String tmp) {
    List<EnvVar> variables = new ArrayList<>();
    variables.add(new EnvVar("HOME", home, null));
    variables.add(new EnvVar("TMPDIR", tmp, null));
    variables.removeIf(variable -> job.environment().containsKey(variable.getName()));
    if (job.spec().resources().gpu().isEmpty()) {
      // What stands here wins over the job's own variables.
      variables.add(GpuSettings.HIDDEN);
    }
    return variables;
  }

  private Container helper() {
    return container(HELPER, helperImage)
        .withCommand(script(HELPER_SCRIPT, "" + silence.toSeconds()))
        .withEnv(GpuSettings.HIDDEN)
        .withResources(
            new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity("20m"))
                .addToRequests("memory", new Quantity("32Mi"))
                .addToLimits("cpu", new Quantity("1"))
                .addToLimits("memory", new Quantity("256Mi"))
                .build())
        .withSecurityContext(restricted().withReadOnlyRootFilesystem(true).build())
        .build();
  }

  private static ContainerBuilder container(String name, String image) {
    return new ContainerBuilder()
        .withName(name)
        .withImage(image)
        .withImagePullPolicy("IfNotPresent")
        .withVolumeMounts(mount("workspace", WORKSPACE), mount("drover", CONTROL));
  }

  private static List<String> script(String script, String argument) {
    return List.of("sh", "-c", script, "drover", argument);
  }

  private static VolumeMount mount(String volume, String path) {
    return new io.fabric8.kubernetes.api.model.VolumeMountBuilder()
        .withName(volume)
        .withMountPath(path)
        .build();
  }

  /** What the restricted Pod Security Standard asks of a container. */
  static SecurityContextBuilder restricted() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities();
  }

  /** What the files ask for is limit and request; the usual amount may be passed where there is. */
  static ResourceRequirements resources(Resources asked, AgentSettings settings) {
    ResourceRequirementsBuilder resources = new ResourceRequirementsBuilder();
    resources.addToRequests("cpu", new Quantity(asked.cpu().orElse(settings.cpu())));
    resources.addToRequests("memory", new Quantity(asked.memory().orElse(settings.memory())));
    resources.addToLimits("cpu", asked.cpu().map(Quantity::new).orElse(fourTimes(settings.cpu())));
    resources.addToLimits(
        "memory", asked.memory().map(Quantity::new).orElse(fourTimes(settings.memory())));
    asked
        .gpu()
        .ifPresent(
            gpu -> {
              resources.addToRequests(gpu.type(), new Quantity("" + gpu.count()));
              resources.addToLimits(gpu.type(), new Quantity("" + gpu.count()));
            });
    return resources.build();
  }

  private static Quantity fourTimes(String quantity) {
    return Quantity.parse(quantity).multiply(4);
  }
}
