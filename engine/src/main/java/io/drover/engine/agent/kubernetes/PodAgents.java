package io.drover.engine.agent.kubernetes;

import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentImages;
import io.drover.engine.deploy.cluster.Cluster;
import io.drover.engine.deploy.cluster.ClusterErrors;
import io.drover.engine.deploy.cluster.Namespaces;
import io.drover.engine.deploy.cluster.rollout.PodWatch;
import io.drover.engine.file.ContentKey;
import io.drover.engine.image.ImageReference;
import io.drover.engine.kubernetes.Ownership;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * All agents of one run in a cluster: its namespace, the Lease that owns the pods, one watch of
 * them all. Closing it removes everything.
 */
public final class PodAgents implements AutoCloseable {
  /** How long a pod goes on without a sign of life of Drover. */
  static final Duration SILENCE = Duration.ofMinutes(3);

  /** Names are values of labels, too. */
  private static final int LONGEST_NAME = 63;

  private static final int SECONDS_TO_CLOSE = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, String> labels;
  private final AgentSettings settings;
  private final Duration silence;
  private final RunOwner owner;
  private final PodWatch watch;
  private final Changes changes = new Changes();
  private final ScheduledExecutorService background =
      Executors.newScheduledThreadPool(
          4,
          task -> {
            Thread thread = new Thread(task, "agents");
            thread.setDaemon(true);
            return thread;
          });

  private PodAgents(
      KubernetesClient client,
      String namespace,
      String project,
      Map<String, String> labels,
      AgentSettings settings,
      Optional<OwnPod> pod,
      Duration silence) {
    this.client = client;
    this.namespace = namespace;
    this.labels = labels;
    this.settings = settings;
    this.silence = silence;
    String holder = "%s@%s".formatted(System.getProperty("user.name"), host());
    this.owner = RunOwner.create(client, namespace, project, holder, labels, pod);
    this.watch = PodWatch.begin(client, namespace, labels, changes::happened);
    background.scheduleWithFixedDelay(
        owner::renew,
        RunOwner.RENEWAL.toMillis(),
        RunOwner.RENEWAL.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /**
   * Makes ready for agents: the namespace is there, and what a Drover of this machine left in it
   * when it was killed is gone.
   *
   * @param cluster where the pods will be; not closed
   * @param instance tells this Drover, which has no other run of the project now, from others on
   *     the machine
   * @param here the pod of the cluster that this process runs in, if it does
   * @param log told what was made and removed
   * @throws WorkFailedException if the cluster does not let us
   */
  public static PodAgents begin(
      Cluster cluster,
      String project,
      String instance,
      AgentSettings settings,
      Optional<OwnPod> here,
      Consumer<String> log)
      throws InterruptedException {
    return begin(cluster, project, instance, settings, here, SILENCE, log);
  }

  static PodAgents begin(
      Cluster cluster,
      String project,
      String instance,
      AgentSettings settings,
      Optional<OwnPod> here,
      Duration silence,
      Consumer<String> log)
      throws InterruptedException {
    String namespace = settings.namespaceOf(project);
    Namespaces.ensure(cluster, namespace, new Ownership(project, "agents"), log);
    removeLeftovers(cluster, project, instance, namespace, log);
    try {
      return new PodAgents(
          cluster.client(),
          namespace,
          project,
          AgentLabels.of(project, here(instance), random()),
          settings,
          here.filter(pod -> pod.namespace().equals(namespace)),
          silence);
    } catch (KubernetesClientException e) {
      throw ClusterErrors.of("agents in namespace " + namespace, e);
    }
  }

  /**
   * Removes what a killed Drover of this machine left in a cluster.
   *
   * @param instance the Drover, which has no run of the project now
   * @param namespace the namespace of its agents
   */
  public static void removeLeftovers(
      Cluster cluster, String project, String instance, String namespace, Consumer<String> log) {
    try {
      int found =
          RunOwner.removeAll(cluster.client(), namespace, AgentLabels.of(project, here(instance)));
      if (found > 0) {
        log.accept("removed what a killed run left in namespace " + namespace);
      }
    } catch (KubernetesClientException e) {
      throw ClusterErrors.of("agents in namespace " + namespace, e);
    }
  }

  /**
   * The agent.
   *
   * @param images makes the jobs' images
   * @param helper an image with GNU tar, find and a shell
   */
  public Agent agent(AgentImages images, HelperImage helper) {
    return new PodAgent(this, images::ensure, helper);
  }

  /** Makes sure that the registry has the image of the helper containers. */
  public interface HelperImage {
    /**
     * The image, which stays the same.
     *
     * @throws WorkFailedException if it cannot be had
     */
    ImageReference ensure(Consumer<String> log) throws InterruptedException;
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  AgentSettings settings() {
    return settings;
  }

  PodWatch watch() {
    return watch;
  }

  Changes changes() {
    return changes;
  }

  ScheduledExecutorService background() {
    return background;
  }

  /** A pod of the run for a job, under a name that no other ever has. */
  AgentPod pod(String job, String image, String helperImage) {
    String random = random();
    int most = LONGEST_NAME - random.length() - AgentPod.WORKERS.length() - 1;
    String readable = job.substring(0, Math.min(job.length(), most));
    return new AgentPod(
        readable + "-" + random,
        image,
        helperImage,
        "drover-" + random() + random(),
        silence,
        owner.reference(),
        labels);
  }

  /** Whether other pods of the run have a place at the moment, which they will leave. */
  boolean othersAreAtWork(String pod) {
    return watch.all().stream()
        .filter(p -> !p.getMetadata().getName().equals(pod))
        .anyMatch(PodAgents::hasPlace);
  }

  private static boolean hasPlace(Pod pod) {
    return pod.getSpec().getNodeName() != null
        && pod.getStatus() != null
        && !"Succeeded".equals(pod.getStatus().getPhase())
        && !"Failed".equals(pod.getStatus().getPhase());
  }

  /** Does something in a thread that nobody interrupts, and waits for it for some seconds. */
  void insist(Runnable task) {
    boolean interrupted = Thread.interrupted();
    try {
      background.submit(task).get(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      // What is left has an owner that the next command removes, and ends by itself before.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Removes the run. Does not throw: what is left then ends by itself. */
  @Override
  public void close() {
    watch.close();
    insist(owner::remove);
    background.shutdownNow();
  }

  /** Stops without a word, as a killed process does. */
  void abandon() {
    watch.close();
    background.shutdownNow();
  }

  /** Two machines may keep their state at the same path. */
  private static String here(String instance) {
    return ContentKey.of("agents").with(host()).with(instance).hex().substring(0, 12);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static String random() {
    byte[] bytes = new byte[4];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
