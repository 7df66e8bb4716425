package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.config.model.Configuration;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.ServiceOutcome.Kind;
import io.drover.engine.kubernetes.Desired;
import io.drover.engine.kubernetes.ManifestSettings;
import io.drover.engine.kubernetes.Ownership;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsCluster
@Timeout(120)
class SettledTest {
  private static final String NOTE = "drover.io/settled";
  private static final String BODY =
      """
      quota: {pods: "20"}
      gists: [{name: words, type: configmap, files: [words.txt]}]
      services:
        - {name: shop, application: web, replicas: 0, ports: [8080], external_url: shop.example.org}
        - {name: worker, application: web, replicas: 0}
      """;

  private static final List<String> OBJECTS =
      List.of(
          "v1/ConfigMap/words",
          "v1/ResourceQuota/drover",
          "v1/Service/shop",
          "apps/v1/Deployment/worker",
          "networking.k8s.io/v1/Ingress/shop");

  private final TestCluster cluster;

  @TempDir private Path folder;
  private ClusterFixture fixture;
  private ScheduledExecutorService controller;

  SettledTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws IOException {
    String image = "registry.example/web@sha256:" + "0".repeat(64);
    fixture = new ClusterFixture(cluster, folder, image);
    controller = Executors.newSingleThreadScheduledExecutor();
    controller.scheduleWithFixedDelay(this::observe, 0, 200, TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void close() throws IOException, InterruptedException {
    controller.shutdownNow();
    fixture.target(fixture.configuration(BODY)).remove("dev", false, fixture::log);
    // Also what a test took the labels from.
    OBJECTS.forEach(object -> resource(object).delete());
    fixture.close();
  }

  /** What the Deployment controller does where there is one. */
  private void observe() {
    for (Deployment deployment :
        cluster.client().apps().deployments().inNamespace(cluster.namespace()).list().getItems()) {
      Long generation = deployment.getMetadata().getGeneration();
      if (!generation.equals(deployment.getStatus().getObservedGeneration())) {
        deployment.setStatus(
            new DeploymentStatusBuilder().withObservedGeneration(generation).build());
        cluster.client().resource(deployment).updateStatus();
      }
    }
  }

  /** Takes back what somebody else has changed. */
  private DeployResult deploy() throws IOException, InterruptedException {
    DeploySettings settings =
        new DeploySettings(
            ManifestSettings.DEFAULT, new ApplySettings(true, false), true, Duration.ZERO);
    return fixture.target(fixture.configuration(BODY), settings).deploy(desired(), fixture::log);
  }

  private Desired desired() throws IOException {
    Configuration configuration = fixture.configuration(BODY);
    Desired plain = fixture.desired(configuration);
    byte[] words = "hello".getBytes(StandardCharsets.UTF_8);
    return new Desired(
        plain.project(), plain.environment(), plain.images(), Map.of("words.txt", words));
  }

  private Resource<Lease> lease() {
    return cluster.client().leases().inNamespace(cluster.namespace()).withName("drover");
  }

  private String note() {
    return lease().get().getMetadata().getAnnotations().get(NOTE);
  }

  private void write(String note) {
    lease()
        .edit(
            lease -> {
              lease.getMetadata().getAnnotations().put(NOTE, note);
              return lease;
            });
  }

  private Resource<ConfigMap> words() {
    return cluster.client().configMaps().inNamespace(cluster.namespace()).withName("words");
  }

  /** What would be noted of the namespace as it is now. */
  private String noteNow() throws IOException, InterruptedException {
    Desired desired = desired();
    Cluster connection = fixture.clusters().of(desired.environment());
    ManifestSettings settings = ManifestSettings.DEFAULT.forMinorVersion(connection.minorVersion());
    Inventory inventory =
        Inventory.list(
            connection,
            cluster.namespace(),
            new Ownership("shop", "dev"),
            Inventory.kinds(connection, List.of(), Set.of()));
    return Settled.of(desired, settings).orElseThrow().note(inventory);
  }

  @Test
  void whatIsNotedIsBelieved() throws Exception {
    DeployResult first = deploy();
    assertThat(first.succeeded()).as("%s %s", first, fixture.log).isTrue();
    lease().edit(SettledTest::withoutNote);
    DeployResult compared = deploy();
    assertThat(compared.changed()).as("%s", compared).isFalse();
    assertThat(note()).isEqualTo(noteNow());

    assertThat(deploy()).isEqualTo(compared);

    // Nobody but a note could hide this.
    words().edit(words -> new ConfigMapBuilder(words).addToData("words.txt", "bye").build());
    write(noteNow());
    assertThat(deploy()).isEqualTo(compared);
    lease().edit(SettledTest::withoutNote);
    assertThat(ClusterFixture.outcome(deploy(), "gist words").kind()).isEqualTo(Kind.DEPLOYED);
    assertThat(words().get().getData()).containsEntry("words.txt", "hello");
  }

  private static Lease withoutNote(Lease lease) {
    lease.getMetadata().getAnnotations().remove(NOTE);
    return lease;
  }

  @Test
  void aDeploymentNotesWhatItLeaves() throws Exception {
    deploy();
    assertThat(note()).isEqualTo(noteNow());
    words().edit(words -> new ConfigMapBuilder(words).addToData("words.txt", "bye").build());
    assertThat(deploy().changed()).isTrue();
    assertThat(note()).isEqualTo(noteNow());
  }

  @Test
  void whatSomebodyElseDidIsFound() throws Exception {
    deploy();
    check(words -> new ConfigMapBuilder(words).addToData("words.txt", "bye").build());
    words().delete();
    checkFixed();
    ConfigMap left =
        new ConfigMapBuilder(words().get())
            .editMetadata()
            .withName("left")
            .withResourceVersion(null)
            .endMetadata()
            .build();
    cluster.client().resource(left).create();
    assertThat(deploy().removed()).containsExactly("ConfigMap left");
    assertThat(deploy().changed()).isFalse();
  }

  private void check(UnaryOperator<ConfigMap> change) throws Exception {
    words().edit(change);
    checkFixed();
  }

  private void checkFixed() throws Exception {
    DeployResult result = deploy();
    assertThat(ClusterFixture.outcome(result, "gist words").kind()).isEqualTo(Kind.DEPLOYED);
    assertThat(words().get().getData()).containsEntry("words.txt", "hello");
    assertThat(deploy().changed()).isFalse();
  }

  /** Whatever the API server lets anybody change, in any field of any kind that was deployed. */
  @Test
  void eachChangeOfAnyFieldIsFound() throws Exception {
    deploy();
    int accepted = 0;
    for (String object : OBJECTS) {
      List<String> places = new ArrayList<>(List.of("/metadata/labels/added"));
      leaves("", live(object), places);
      Collections.shuffle(places, new Random(object.hashCode()));
      for (String place : places.subList(0, Math.min(places.size(), 9))) {
        String before = noteNow();
        String version = live(object).path("metadata").path("resourceVersion").asText();
        if (change(object, place)
            && !live(object).path("metadata").path("resourceVersion").asText().equals(version)) {
          assertThat(noteNow()).as("%s %s", object, place).isNotEqualTo(before);
          accepted++;
          if (place.startsWith("/metadata/labels/") && !place.endsWith("/added")) {
            // It may be nobody's of ours any more, so that what follows is of no interest.
            break;
          }
        }
      }
    }
    assertThat(accepted).isGreaterThan(5);
  }

  private Resource<GenericKubernetesResource> resource(String object) {
    int name = object.lastIndexOf('/');
    int kind = object.lastIndexOf('/', name - 1);
    return cluster
        .client()
        .genericKubernetesResources(object.substring(0, kind), object.substring(kind + 1, name))
        .inNamespace(cluster.namespace())
        .withName(object.substring(name + 1));
  }

  private ObjectNode live(String object) {
    return Requests.TYPES.convertValue(resource(object).get(), ObjectNode.class);
  }

  private static void leaves(String path, JsonNode node, List<String> places) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String place = path + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
      if (field.getValue().isValueNode()) {
        places.add(place);
      } else if (!place.equals("/status") && !place.equals("/metadata/managedFields")) {
        leaves(place, field.getValue(), places);
      }
    }
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      leaves(path + "/" + i, node.get(i), places);
    }
  }

  /** Whether the API server took it. */
  private boolean change(String object, String place) {
    JsonNode value = live(object).at(place);
    String other =
        value.isNumber()
            ? "" + (value.asInt() + 1)
            : value.isBoolean() ? "" + !value.asBoolean() : "\"%sx\"".formatted(value.asText());
    String patch = "[{\"op\": \"add\", \"path\": \"%s\", \"value\": %s}]".formatted(place, other);
    try {
      resource(object).patch(PatchContext.of(PatchType.JSON), patch);
      return true;
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as("%s", e).isBetween(400, 500);
      return false;
    }
  }

  @Test
  void aServiceThatFellIllIsSeen() throws Exception {
    deploy();
    String before = noteNow();
    controller.shutdownNow();
    controller.awaitTermination(30, TimeUnit.SECONDS);
    Deployment worker =
        cluster
            .client()
            .apps()
            .deployments()
            .inNamespace(cluster.namespace())
            .withName("worker")
            .get();
    worker.getStatus().setObservedGeneration(0L);
    worker.getStatus().setUnavailableReplicas(1);
    cluster.client().resource(worker).updateStatus();
    assertThat(noteNow()).isNotEqualTo(before);
  }
}
