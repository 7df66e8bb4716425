package io.drover.engine.deploy.cluster.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words that the cluster of the real tests does not say, and which of several causes is told. */
class DiagnosisTest {
  private static final Workload CATALOG =
      new Workload("catalog", "Deployment", "catalog", Duration.ofMinutes(5));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Failed to pull image "shop/catalog:1": failed to pull and unpack image "shop/catalog:1": failed to resolve image "shop/catalog:1": not found | IMAGE_REFUSED | the registry says: not found. Was it pushed to a registry that the cluster reaches?
          Failed to pull image "shop/catalog:1": rpc error: code = Unknown desc = Error response from daemon: manifest for shop/catalog:1 not found: manifest unknown: manifest unknown | IMAGE_REFUSED | the registry says: manifest for shop/catalog:1 not found: manifest unknown: manifest unknown. Was it pushed
          Failed to pull image "shop/catalog:1": rpc error: code = Unknown desc = reading manifest 1 in shop/catalog: manifest unknown | IMAGE_REFUSED | the registry says: manifest unknown. Was it pushed
          Failed to pull image "shop/catalog:1": rpc error: code = Unknown desc = failed to pull and unpack image "shop/catalog:1": failed to resolve reference "shop/catalog:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed | IMAGE_REFUSED | authorization failed. Does the pod's service account have an imagePullSecret for this registry?
          Failed to pull image "shop/catalog:1": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://r/token: 401 Unauthorized | IMAGE_REFUSED | 401 Unauthorized. Does the pod's service account have an imagePullSecret
          Failed to pull image "shop/catalog:1": rpc error: code = NotFound desc = failed to pull and unpack image "shop/catalog:1": no match for platform in manifest: not found | IMAGE_REFUSED | no match for platform in manifest: not found. It was not built for the node's kind of processor.
          Failed to pull image "shop/catalog:1": rpc error: code = Unknown desc = failed to pull and unpack image "shop/catalog:1": failed to resolve reference "shop/catalog:1": failed to do request: Head "https://r/v2/shop/catalog/manifests/1": tls: failed to verify certificate: x509: certificate signed by unknown authority | IMAGE_UNREACHABLE | which the node cannot pull: tls: failed to verify certificate: x509: certificate signed by unknown authority. Does the node reach this registry?
          """)
  void theRegistrysWordsAreTold(String message, Cause cause, String words) {
    Trouble trouble =
        worst(
            waiting("ImagePullBackOff", "Back-off pulling image \"shop/catalog:1\""),
            failed(message));
    assertThat(trouble.cause()).isEqualTo(cause);
    assertThat(trouble.words())
        .startsWith("pods of catalog wait for image shop/catalog:1")
        .contains(words);
    assertThat(trouble.times()).isEqualTo(4);
  }

  @Test
  void withoutEventsTheContainersOwnWordsAreTold() {
    String message =
        "Back-off pulling image \"shop/catalog:1\": ErrImagePull: failed to pull and unpack image"
            + " \"shop/catalog:1\": failed to resolve reference \"shop/catalog:1\": shop/catalog:1: not found";
    assertThat(worst(waiting("ImagePullBackOff", message)).words())
        .contains("the registry says: not found. Was it pushed");
    assertThat(
            worst(waiting("ImagePullBackOff", "Back-off pulling image \"shop/catalog:1\"")).words())
        .isEqualTo("pods of catalog wait for image shop/catalog:1, which could not be pulled yet");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pods "catalog-new-x" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "main" must set securityContext.allowPrivilegeEscalation=false) | the cluster refuses pods of catalog: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "main" must set securityContext.allowPrivilegeEscalation=false).
          admission webhook "policy.example.com" denied the request: images must be signed | the cluster refuses pods of catalog: admission webhook "policy.example.com" denied the request: images must be signed.
          """)
  void aRefusalIsToldInTheWordsOfWhoRefused(String message, String words) {
    List<HasMetadata> objects = objects("", condition(message));
    objects.removeIf(o -> o.getMetadata().getName().equals("catalog-new-1"));
    Trouble trouble = Diagnosis.of(CATALOG, Observed.of(objects)).troubles().get(0);
    assertThat(trouble.cause()).isEqualTo(Cause.REFUSED);
    assertThat(trouble.words()).isEqualTo(words);
  }

  @Test
  void podsOfFormerVersionsDoNotCount() {
    assertThat(Diagnosis.of(CATALOG, Observed.of(objects("", ""))).troubles()).isEmpty();
  }

  @Test
  void taintsAndGatesAreToldInTheSchedulersWords() {
    String taint = "0/3 nodes are available: 3 node(s) had untolerated taint {gpu: true}.";
    assertThat(worst(unscheduled("Unschedulable", taint)).words())
        .isEqualTo("no node takes a pod of catalog: " + taint);
    assertThat(worst(unscheduled("SchedulingGated", "waiting for a queue")).words())
        .isEqualTo("pods of catalog are held back by a scheduling gate: waiting for a queue");
  }

  @Test
  void anInitContainersTroubleIsToldByItsName() {
    Trouble trouble =
        worst(
            "initContainerStatuses: [{name: migrate, restartCount: 2, ready: false, image: '', imageID:"
                + " '', state: {terminated: {exitCode: 2, finishedAt: '2026-01-01T00:00:00Z'}}}]");
    assertThat(trouble.words())
        .isEqualTo("init container migrate of catalog crashes: exit code 2, 2 restarts");
    assertThat(trouble.log()).contains(new Trouble.LogSource("catalog-new-1", "migrate", false));
  }

  @Test
  void aRunningInitContainerAndASlowPullAreNoTroubleButTold() {
    Trouble running =
        worst(
            "initContainerStatuses: [{name: migrate, restartCount: 0, ready: false, image: '', imageID:"
                + " '', state: {running: {startedAt: '2026-01-01T00:00:00Z'}}}]");
    assertThat(running.words()).isEqualTo("init container migrate is running");
    assertThat(running.cause()).isEqualTo(Cause.BUSY);
    Trouble pulling =
        worst(
            waiting("ContainerCreating", ""),
            event("Pulling", "Pulling image \"shop/catalog:1\"", "12"));
    assertThat(pulling.words()).isEqualTo("image shop/catalog:1 is being pulled");
  }

  @Test
  void ofSeveralVolumeTroublesTheNewestSpecificOneIsTold() {
    Trouble trouble =
        worst(
            waiting("ContainerCreating", ""),
            event(
                "FailedMount",
                "MountVolume.SetUp failed for volume \"d\" : timeout of NFS server",
                "10"),
            event(
                "FailedMount",
                "MountVolume.SetUp failed for volume \"d\" : secret \"tls\" not found",
                "11"),
            event("FailedMount", "Unable to attach or mount volumes: timed out", "12"));
    assertThat(trouble.cause()).isEqualTo(Cause.CONFIGURATION);
    assertThat(trouble.words())
        .isEqualTo(
            "pods of catalog wait for volume d: secret \"tls\" not found. Create it in namespace shop,"
                + " or mark it optional.");
  }

  @Test
  void aSandboxAndACacheThatComeLaterAreNotHopeless() {
    assertThat(
            worst(
                    waiting("ContainerCreating", ""),
                    event("FailedCreatePodSandBox", "failed to setup network", "10"))
                .cause())
        .isEqualTo(Cause.RUNTIME);
    assertThat(
            worst(
                    waiting("ContainerCreating", ""),
                    event(
                        "FailedMount",
                        "MountVolume.SetUp failed for volume \"kube-api-access-x\" : failed to sync"
                            + " configmap cache: timed out waiting for the condition",
                        "10"))
                .cause())
        .isEqualTo(Cause.VOLUME);
  }

  @Test
  void anEvictionAndAReadinessGateAreTold() {
    assertThat(
            worst("reason: Evicted\n  message: The node was low on memory\n  phase: Failed")
                .words())
        .isEqualTo("the node threw a pod of catalog out: Evicted: The node was low on memory");
    assertThat(
            worst(
                    "conditions: [{type: Ready, status: 'False', reason: ReadinessGatesNotReady, message:"
                        + " the load balancer is missing}]")
                .words())
        .isEqualTo("pods of catalog are not ready: the load balancer is missing");
  }

  @Test
  void controlCharactersOfTheClustersWordsAreRemoved() {
    assertThat(worst(unscheduled("Unschedulable", "no\\e[31m node\\nat all")).words())
        .isEqualTo("no node takes a pod of catalog: no node at all.");
  }

  private static Trouble worst(String status, HasMetadata... events) {
    List<HasMetadata> objects = objects(status, "");
    objects.addAll(List.of(events));
    return Diagnosis.of(CATALOG, Observed.of(objects)).troubles().get(0);
  }

  private static List<HasMetadata> objects(String status, String condition) {
    return RollOutFixture.load(
        "deployment.yaml",
        Map.of(
            "STATUS",
            status.contains("phase: ") ? status : "phase: Pending\n  " + status,
            "CONDITION",
            condition));
  }

  private static String waiting(String reason, String message) {
    return ("containerStatuses: [{name: main, restartCount: 0, ready: false, image: '', imageID: '',"
            + " state: {waiting: {reason: %s, message: '%s'}}}]")
        .formatted(reason, message);
  }

  private static String unscheduled(String reason, String message) {
    return "conditions: [{type: PodScheduled, status: 'False', reason: %s, message: \"%s\"}]"
        .formatted(reason, message);
  }

  private static String condition(String message) {
    return "{type: ReplicaFailure, status: 'True', reason: FailedCreate, lastUpdateTime: '1', message: '%s'}"
        .formatted(message);
  }

  private static HasMetadata failed(String message) {
    return event("Failed", message, "10");
  }

  private static HasMetadata event(String reason, String message, String minute) {
    return new EventBuilder()
        .withNewMetadata()
        .withName(reason + minute)
        .endMetadata()
        .withNewInvolvedObject()
        .withKind("Pod")
        .withName("catalog-new-1")
        .withUid("new-1")
        .withFieldPath("spec.containers{main}")
        .endInvolvedObject()
        .withReason(reason)
        .withMessage(message)
        .withCount(4)
        .withLastTimestamp("2026-01-01T00:%s:00Z".formatted(minute))
        .build();
  }
}
