package io.drover.engine.deploy.cluster.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One broken workload for each cause, all in one real namespace and waited for at once. */
@NeedsCluster(pods = true, registry = true)
@Isolated("thirty pods start at once, and have deadlines")
@Timeout(240)
class RollOutTest {
  /** Enough for three restarts, and for what waits for the deadline. */
  private static final Duration TIMEOUT = Duration.ofSeconds(100);

  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final List<String> LOG = new CopyOnWriteArrayList<>();
  private static final List<Broken> BROKEN =
      List.of(
          broken(
              "missing-image",
              "pods of missing-image wait for image {REGISTRY}/rollout/none@sha256:1{64}: the registry"
                  + " says: not found. Was it pushed to a registry that the cluster reaches?"),
          broken(
              "invalid-image",
              "container main of invalid-image cannot be made from image {REGISTRY}/Rollout/Busybox:1:"
                  + " invalid reference format: repository name must be lowercase."),
          broken(
              "unreachable-image",
              "not ready within 30 s (0 of 1 new replica ready): pods of unreachable-image wait for"
                  + " image 127.0.0.1:5999/rollout/busybox:1, which the node cannot pull: dial tcp"
                  + " 127.0.0.1:5999: connect: connection refused. Does the node reach this registry?"),
          broken(
              "crash",
              "container main of crash crashes: exit code 3, 3 restarts",
              "starting",
              "cannot open /etc/app.conf"),
          broken(
              "killed",
              "container main of killed crashes: killed by signal 11 (SIGSEGV), exit code 139, 3"
                  + " restarts"),
          broken(
              "ended",
              "container main of ended ends by itself (exit code 0, 3 restarts). A service has to keep"
                  + " running in the foreground.",
              "all done"),
          broken(
              "no-command",
              "container main of no-command cannot start: exec: \"nosuch\": executable file not found"
                  + " in $PATH, 3 restarts"),
          broken(
              "init-crash",
              "init container migrate of init-crash crashes: exit code 1, 3 restarts",
              "no database"),
          broken(
              "readiness",
              "not ready within 30 s (0 of 1 new replica ready): pods of readiness run but are not"
                  + " ready: readiness probe (GET :8080/healthz) of container main failed: HTTP"
                  + " probe failed with statuscode: 404"),
          broken(
              "readiness-exec",
              "not ready within 30 s (0 of 1 new replica ready): pods of readiness-exec run but are"
                  + " not ready: readiness probe (sh -c echo the database is away; exit 1) of container main"
                  + " failed: the database is away"),
          broken(
              "liveness",
              "container main of liveness is restarted: its liveness probe (GET :8080/healthz)"
                  + " failed: HTTP probe failed with statuscode: 404, 3 restarts"),
          broken(
              "startup",
              "not ready within 30 s (0 of 1 new replica ready): pods of startup run but are not ready:"
                  + " startup probe (GET :8080/healthz) of container main failed: HTTP probe failed"
                  + " with statuscode: 404"),
          broken(
              "cpu",
              "not ready within 30 s (0 of 1 new replica ready): no node takes a pod of cpu: 0/1 nodes"
                  + " are available: 1 Insufficient cpu. Lower its requests, or give the cluster more"
                  + " nodes."),
          broken(
              "node-selector",
              "not ready within 30 s (0 of 1 new replica ready): no node takes a pod of node-selector:"
                  + " 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity."),
          broken(
              "unbound-claim",
              "not ready within 30 s (0 of 1 new replica ready): no node takes a pod of unbound-claim:"
                  + " 0/1 nodes are available: 1 pod has unbound immediate PersistentVolumeClaims."
                  + " Volume claim data: storageclass.storage.k8s.io \"fast\" not found."),
          broken(
              "missing-claim",
              "not ready within 30 s (0 of 1 new replica ready): no node takes a pod of missing-claim:"
                  + " 0/1 nodes are available: 1 persistentvolumeclaim \"nodata\" not found."),
          broken(
              "missing-secret",
              "container main of missing-secret cannot start: secret \"passwords\" not found. Create it"
                  + " in namespace {NAMESPACE}, or mark it optional."),
          broken(
              "missing-key",
              "container main of missing-key cannot start: couldn't find key size in ConfigMap"
                  + " {NAMESPACE}/settings. Create it in namespace {NAMESPACE}, or mark it optional."),
          broken(
              "missing-volume-source",
              "pods of missing-volume-source wait for volume d: configmap \"files\" not found. Create"
                  + " it in namespace {NAMESPACE}, or mark it optional."),
          broken(
              "missing-volume-key",
              "pods of missing-volume-key wait for volume d: configmap references non-existent config"
                  + " key: size. Create it in namespace {NAMESPACE}, or mark it optional."),
          broken(
              "root",
              "container main of root cannot start: container has runAsNonRoot and image will run as"
                  + " root. Give the image a user that is not root, by its number."),
          broken(
              "missing-account",
              "the cluster refuses pods of missing-account: error looking up service account"
                  + " {NAMESPACE}/nobody: serviceaccount \"nobody\" not found. Create the"
                  + " ServiceAccount."),
          broken(
              "paused",
              "not ready within 30 s (0 of 1 new replica ready): paused is paused: kubectl rollout"
                  + " resume deployment/paused"),
          broken("set", "container main of set crashes: exit code 5, 3 restarts", "set"),
          broken(
              "failing-job",
              "Job has reached the specified backoff limit (BackoffLimitExceeded): container main of"
                  + " failing-job failed: exit code 4",
              "no such table"),
          broken("long-job", "Job was active longer than specified deadline (DeadlineExceeded)"));

  private static TestCluster cluster;
  private static String namespace;
  private static Map<String, Verdict> verdicts;

  @TempDir private static Path folder;

  private record Broken(String service, String reason, List<String> lastLines) {
    @Override
    public String toString() {
      return service;
    }
  }

  private static Broken broken(String service, String reason, String... lastLines) {
    return new Broken(service, reason, List.of(lastLines));
  }

  @BeforeAll
  static void rollOut(TestCluster given) throws IOException, InterruptedException {
    cluster = given;
    namespace = cluster.namespace();
    String image = SmallImage.push(cluster.registry(), folder);
    List<HasMetadata> objects =
        RollOutFixture.load("broken.yaml", Map.of("REGISTRY", cluster.registry(), "IMAGE", image));
    client().resourceList(objects).inNamespace(namespace).create();
    List<Workload> workloads =
        RollOutFixture.workloads(objects, name -> isShort(name) ? SHORT : TIMEOUT);
    LOG.clear();
    verdicts = RollOut.await(client(), namespace, workloads, LOG::add);
    LOG.forEach(System.out::println);
    verdicts.forEach((s, v) -> System.out.println("| " + s + " | " + v + " |"));
  }

  private static boolean isShort(String name) {
    return BROKEN.stream()
        .anyMatch(b -> b.service.equals(name) && b.reason.startsWith("not ready"));
  }

  private static KubernetesClient client() {
    return cluster.client();
  }

  @AfterAll
  static void deletePodsAtOnce() {
    RollOutFixture.deletePods(client(), namespace);
  }

  @ParameterizedTest
  @MethodSource("broken")
  void saysWhyAWorkloadIsNotReady(Broken broken) {
    Verdict verdict = verdicts.get(broken.service);
    assertThat(verdict.ready()).isFalse();
    assertThat(verdict.reason().map(r -> r.replaceFirst("[3-9] restarts", "3 restarts")))
        .contains(
            broken
                .reason
                .replace("{REGISTRY}", cluster.registry())
                .replace("{NAMESPACE}", namespace)
                .replace("1{64}", "1".repeat(64)));
    assertThat(verdict.lastLines()).startsWith(broken.lastLines.toArray(String[]::new));
  }

  static Stream<Broken> broken() {
    return BROKEN.stream();
  }

  @Test
  void aHealthyDeploymentAndAJobAreReady() {
    assertThat(verdicts.get("healthy")).isEqualTo(Verdict.READY);
    assertThat(verdicts.get("good-job")).isEqualTo(Verdict.READY);
  }

  @Test
  void aLackOfMemoryIsTold() {
    assertThat(verdicts.get("memory").reason().orElseThrow())
        .containsAnyOf(
            "container main of memory needs more memory than its limit 20Mi: it was killed (OOMKilled,"
                + " exit code 137, ",
            "killed by signal 9 (SIGKILL), exit code 137, 3 restarts. Perhaps it needed more memory than"
                + " its limit 20Mi.");
    assertThat(verdicts.get("memory").lastLines()).contains("eating");
  }

  @Test
  void aControllerThatGivesUpIsBelieved() {
    assertThat(verdicts.get("no-progress").reason().orElseThrow())
        .startsWith("no progress for longer than its progressDeadlineSeconds")
        .contains("readiness probe (TCP port 8080) of container main failed: dial tcp");
  }

  @Test
  void progressIsToldOnceAndNamesTheService() {
    assertThat(LOG).contains("healthy: ready");
    Map<String, String> last = new HashMap<>();
    for (String line : LOG) {
      // What flaps, or gets a new pod, may come to the same again, but not at once.
      assertThat(last.put(line.substring(0, line.indexOf(':')), line)).isNotEqualTo(line);
    }
    assertThat(LOG).anyMatch(l -> l.startsWith("cpu: waiting: no node takes a pod of cpu"));
  }
}
