package io.drover.engine.deploy.cluster.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import io.drover.testing.NeedsCluster;
import io.drover.testing.Relay;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsCluster(pods = true, registry = true)
@Timeout(120)
class RollOutWaitTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir private static Path folder;
  private static TestCluster cluster;
  private static String image;

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<String> namespaces = new ArrayList<>();

  @BeforeAll
  static void pushImage(TestCluster given) throws IOException, InterruptedException {
    cluster = given;
    image = SmallImage.push(cluster.registry(), folder);
  }

  @AfterEach
  void deletePodsAtOnce() {
    namespaces.forEach(n -> RollOutFixture.deletePods(client(), n));
  }

  @Test
  void anExceededQuotaIsTold() throws Exception {
    String namespace = namespace("quota.yaml");
    Verdict verdict = rollOut(namespace, "Deployment", Map.of("CPU", "2"));
    assertThat(verdict.reason())
        .contains(
            "the cluster refuses pods of web: exceeded quota: team, requested: limits.cpu=2, used:"
                + " limits.cpu=0, limited: limits.cpu=1. Ask for less, or have the quota raised.");
  }

  @Test
  void anExceededQuotaOfAStatefulSetIsTold() throws Exception {
    String namespace = namespace("quota.yaml");
    Verdict verdict = rollOut(namespace, "StatefulSet", Map.of("CPU", "2"));
    assertThat(verdict.reason().orElseThrow())
        .startsWith(
            "the cluster refuses pods of web: exceeded quota: team, requested: limits.cpu=2");
  }

  @Test
  void aLimitRangeIsTold() throws Exception {
    String namespace = namespace("limits.yaml");
    Verdict verdict = rollOut(namespace, "Deployment", Map.of("CPU", "1"));
    assertThat(verdict.reason())
        .contains(
            "the cluster refuses pods of web: maximum cpu usage per Container is 200m, but limit is"
                + " 1. Set requests and limits that the namespace's LimitRange allows.");
  }

  @Test
  void anAdmissionWebhookThatRefusesIsTold() throws Exception {
    String namespace = namespace();
    client()
        .namespaces()
        .withName(namespace)
        .edit(
            n -> {
              n.getMetadata().getLabels().put("drover.io/webhook", namespace);
              return n;
            });
    List<HasMetadata> webhook = RollOutFixture.load("webhook.yaml", Map.of("NAMESPACE", namespace));
    client().resourceList(webhook).create();
    try {
      Verdict verdict = rollOut(namespace, "Deployment", Map.of());
      assertThat(verdict.reason().orElseThrow())
          .startsWith(
              "the cluster refuses pods of web: failed calling webhook \"pods.drover.test\": Post"
                  + " \"https://127.0.0.1:5998/?timeout=2s\": dial tcp 127.0.0.1:5998: connect:"
                  + " connection refused. Whoever runs this webhook has to bring it back.");
    } finally {
      client().resourceList(webhook).delete();
    }
  }

  @Test
  void onlyPodsOfTheNewVersionCountAndASecondWaitVerifiesARestore() throws Exception {
    String namespace = namespace();
    assertThat(rollOut(namespace, "Deployment", Map.of("REPLICAS", "2"))).isEqualTo(Verdict.READY);
    assertThat(log).contains("web: ready");

    Map<String, String> bad = Map.of("REPLICAS", "2", "COMMAND", "echo no; exit 7");
    Verdict verdict = rollOut(namespace, "Deployment", bad);
    assertThat(verdict.reason()).contains("container main of web crashes: exit code 7, 3 restarts");
    assertThat(verdict.lastLines()).containsExactly("no");

    log.clear();
    assertThat(rollOut(namespace, "Deployment", Map.of("REPLICAS", "2"))).isEqualTo(Verdict.READY);
  }

  @Test
  void whatIsReadyNeedsNoWait() throws Exception {
    String namespace = namespace();
    rollOut(namespace, "Deployment", Map.of());
    GenericKubernetesResource live =
        client()
            .genericKubernetesResources("apps/v1", "Deployment")
            .inNamespace(namespace)
            .withName("web")
            .get();
    assertThat(RollOut.isDone(live)).isTrue();
    log.clear();
    assertThat(rollOut(namespace, "Deployment", Map.of())).isEqualTo(Verdict.READY);
    assertThat(log).isEmpty();
  }

  @Test
  void noReplicasAreReadyAtOnce() throws Exception {
    assertThat(rollOut(namespace(), "Deployment", Map.of("REPLICAS", "0")))
        .isEqualTo(Verdict.READY);
    assertThat(rollOut(namespace(), "StatefulSet", Map.of("REPLICAS", "0")))
        .isEqualTo(Verdict.READY);
  }

  @Test
  void aPodThatBlocksAStatefulSetIsNamed() throws Exception {
    String namespace = namespace();
    apply(namespace, "StatefulSet", Map.of("PROBE", "exit 1"));
    awaitPod(namespace);
    Verdict verdict =
        await(client(), namespace, "StatefulSet", apply(namespace, "StatefulSet", Map.of()), 12);
    assertThat(verdict.reason().orElseThrow())
        .contains("pod web-0 of web still has a former version and is not ready")
        .contains("kubectl delete pod web-0 -n " + namespace);

    log.clear();
    List<Workload> workloads = List.of(new Workload("web", "StatefulSet", "web", TIMEOUT));
    assertThat(RollOut.awaitRestored(client(), namespace, workloads, log::add))
        .containsExactly(Map.entry("web", Verdict.READY));
    assertThat(log).contains("deleted pod web-0 of the version that failed", "web: ready");
  }

  @Test
  void aMissingWorkloadIsToldAtOnce() throws Exception {
    Verdict verdict = await(client(), namespace(), "Deployment", "web", 60);
    assertThat(verdict.reason())
        .contains("deployment/web is not in the cluster. Did somebody delete it?");
  }

  private KubernetesClient through(Relay relay) {
    Config config =
        new ConfigBuilder(client().getConfiguration())
            .withMasterUrl("https://127.0.0.1:%d/".formatted(relay.port()))
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @Test
  void anApiServerThatIsAwayIsWaitedFor() throws Exception {
    String namespace = namespace();
    URI server = URI.create(client().getConfiguration().getMasterUrl());
    try (Relay relay = new Relay(server.getHost(), server.getPort());
        KubernetesClient client = through(relay)) {
      apply(
          namespace,
          "Deployment",
          Map.of("COMMAND", "sleep 3; touch /ready; sleep 600", "PROBE", "test -e /ready"));
      AtomicReference<Object> result = new AtomicReference<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  result.set(await(client, namespace, "Deployment", "web", 40));
                } catch (InterruptedException | RuntimeException e) {
                  result.set(e);
                }
              });
      thread.start();
      Thread.sleep(1500);
      relay.stop();
      Thread.sleep(10_000);
      assertThat(result).hasNullValue();
      relay.start();
      thread.join(20_000);
      assertThat(result).hasValue(Verdict.READY);
      assertThat(log).anyMatch(l -> l.startsWith("the API server does not answer ("));
    }
  }

  @Test
  void anInterruptEndsItAtOnce() throws Exception {
    String namespace = namespace();
    apply(namespace, "Deployment", Map.of("PROBE", "exit 1"));
    AtomicReference<Object> result = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.set(await(client(), namespace, "Deployment", "web", 60));
              } catch (InterruptedException | RuntimeException e) {
                result.set(e);
              }
            });
    thread.start();
    Thread.sleep(2000);
    thread.interrupt();
    thread.join(1000);
    assertThat(result.get()).isInstanceOf(InterruptedException.class);
    Thread.sleep(500);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(t -> t.getName().matches("watch .* in " + namespace) && t.isAlive());
  }

  @Test
  void whatMayNotBeReadIsSaid() {
    String namespace = namespace();
    var config =
        new ConfigBuilder(client().getConfiguration()).withImpersonateUsername("nobody").build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThatThrownBy(() -> await(client, namespace, "Deployment", "web", 30))
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContaining("the roll-out in namespace " + namespace + " cannot be watched")
          .hasMessageContaining("User \"nobody\" cannot list resource \"deployments\"")
          .hasMessageContaining("The right to list and watch Deployments is missing");
    }
  }

  private static KubernetesClient client() {
    return cluster.client();
  }

  private String namespace(String... resources) {
    String namespace = cluster.newNamespace();
    namespaces.add(namespace);
    for (String resource : resources) {
      client()
          .resourceList(RollOutFixture.load(resource, Map.of()))
          .inNamespace(namespace)
          .create();
    }
    return namespace;
  }

  private Verdict rollOut(String namespace, String kind, Map<String, String> values)
      throws InterruptedException {
    String name = apply(namespace, kind, values);
    return await(client(), namespace, kind, name, TIMEOUT.toSeconds());
  }

  private Verdict await(
      KubernetesClient client, String namespace, String kind, String name, long seconds)
      throws InterruptedException {
    Workload workload = new Workload(name, kind, name, Duration.ofSeconds(seconds));
    return RollOut.await(client, namespace, List.of(workload), log::add).get(name);
  }

  private String apply(String namespace, String kind, Map<String, String> given) {
    Map<String, String> values =
        new TreeMap<>(
            Map.of(
                "REPLICAS",
                "1",
                "CPU",
                "100m",
                "COMMAND",
                "sleep 600",
                "PROBE",
                "exit 0",
                "IMAGE",
                image));
    values.putAll(given);
    values.put("KIND", kind);
    values.put("SERVICE", kind.equals("StatefulSet") ? "serviceName: web" : "");
    HasMetadata object = RollOutFixture.load("workload.yaml", values).get(0);
    object.getMetadata().setNamespace(namespace);
    client().resource(object).forceConflicts().serverSideApply();
    return "web";
  }

  private void awaitPod(String namespace) throws InterruptedException {
    for (int i = 0;
        i < 100 && client().pods().inNamespace(namespace).list().getItems().isEmpty();
        i++) {
      Thread.sleep(100);
    }
  }
}
