package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.Configuration;
import io.drover.config.reader.SettingsReader;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.kubernetes.ManifestSettings;
import io.drover.engine.release.ReleaseRecord;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.Pluralize;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Kinds that an API server learns from custom resource definitions. Those of this test have no
 * schema: what the objects look like is checked elsewhere; here it is that they are applied, found
 * unchanged, shown and pruned as others are. Other tests would find the API server with kinds that
 * come and go.
 */
@NeedsCluster(pods = true)
@ResourceLock(NeedsCluster.API_SERVER)
class CustomKindsTest {
  private static final List<String> KINDS =
      List.of(
          "gateway.networking.k8s.io/v1/HTTPRoute",
          "networking.istio.io/v1/DestinationRule",
          "networking.istio.io/v1/Gateway",
          "networking.istio.io/v1/VirtualService",
          "databases.example.org/v1/PostgreSQL",
          "helm.cattle.io/v1/HelmChart");

  private static final String IMAGE = "registry.example.org/web@sha256:" + "0".repeat(64);

  private static final String KEPT =
      """
      - {name: kept, application: web, replicas: 0, external_url: kept.example.org}
      """;

  private static final String SERVICES =
      """
      - {name: shown, application: web, replicas: 0, external_url: shown.example.org}
      - {name: meshed, application: web, replicas: 0, external_url: meshed.example.org, service_mesh: enable, httpsBackend: true}
      - {name: users, type: postgres, options: {storage: 1Gi, tags: [a, b]}}
      - {name: search, type: helmChart, chart: opensearch, repo: "https://charts.example.org", set: {replicas: 3}}
      """;

  private static final String SETTINGS =
      """
      gateway: {name: public}
      kinds:
        postgres: {api_version: databases.example.org/v1, kind: PostgreSQL}
      """;

  @TempDir private Path folder;

  private final TestCluster cluster;
  private ClusterFixture fixture;

  CustomKindsTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws IOException {
    for (String kind : KINDS) {
      cluster.client().resource(definition(kind)).serverSideApply();
    }
    for (String kind : KINDS) {
      cluster
          .client()
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(definition(kind).getMetadata().getName())
          .waitUntilCondition(CustomKindsTest::isServed, 30, TimeUnit.SECONDS);
    }
    fixture = new ClusterFixture(cluster, folder, IMAGE, KINDS);
  }

  @AfterEach
  void close() {
    fixture.close();
    KINDS.forEach(kind -> cluster.client().resource(definition(kind)).delete());
  }

  private static CustomResourceDefinition definition(String apiKind) {
    String[] parts = apiKind.split("/");
    String singular = parts[2].toLowerCase(Locale.ROOT);
    String plural = Pluralize.toPlural(singular);
    return new CustomResourceDefinitionBuilder()
        .withNewMetadata()
        .withName(plural + "." + parts[0])
        // Without it an API server refuses what only the Kubernetes project may define.
        .addToAnnotations("api-approved.kubernetes.io", "unapproved, for a test")
        .endMetadata()
        .withNewSpec()
        .withGroup(parts[0])
        .withScope("Namespaced")
        .withNewNames()
        .withKind(parts[2])
        .withPlural(plural)
        .withSingular(singular)
        .endNames()
        .addNewVersion()
        .withName(parts[1])
        .withServed(true)
        .withStorage(true)
        .withNewSchema()
        .withNewOpenAPIV3Schema()
        .withType("object")
        .withXKubernetesPreserveUnknownFields(true)
        .endOpenAPIV3Schema()
        .endSchema()
        .endVersion()
        .endSpec()
        .build();
  }

  private static boolean isServed(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  @Test
  void areAppliedFoundUnchangedShownAndPruned() throws IOException, InterruptedException {
    DeployResult first = deploy(KEPT + SERVICES);
    assertThat(first.succeeded()).as("%s %s", first, fixture.log).isTrue();
    for (String kind : KINDS) {
      assertThat(objects(kind)).as(kind).isNotEmpty();
    }
    assertThat(hosts("shown")).containsExactly("shown.example.org");
    assertThat(hosts("meshed")).containsExactly("meshed.example.org");

    List<String> versions = versions();
    DeployResult again = deploy(KEPT + SERVICES);
    assertThat(again.changed()).as("%s %s", again, fixture.log).isFalse();
    assertThat(versions()).isEqualTo(versions);

    DeployResult less = deploy(KEPT);
    assertThat(less.succeeded()).as("%s %s", less, fixture.log).isTrue();
    assertThat(less.removed())
        .contains(
            "HTTPRoute shown", "VirtualService meshed", "PostgreSQL users", "HelmChart search")
        .doesNotContain("HTTPRoute kept");
    assertThat(objects("helm.cattle.io/v1/HelmChart")).isEmpty();
    assertThat(hosts("kept")).containsExactly("kept.example.org");
  }

  private DeployResult deploy(String services) throws IOException, InterruptedException {
    Configuration configuration = configuration(services);
    return fixture
        .target(configuration, DeploySettings.DEFAULT.with(settings()))
        .deploy(fixture.desired(configuration), fixture::log);
  }

  private Configuration configuration(String services) throws IOException {
    return fixture.configuration("services:\n" + services.indent(2));
  }

  private ManifestSettings settings() throws IOException {
    Path file = Files.writeString(folder.resolve("settings.yaml"), SETTINGS);
    return ManifestSettings.of(SettingsReader.read(file).settings().orElseThrow());
  }

  private List<String> hosts(String service) throws IOException, InterruptedException {
    Configuration configuration = configuration(KEPT + SERVICES);
    EnvironmentState state =
        ClusterStatus.read(
            fixture.clusters().of(configuration.environments().get(0)).client(),
            configuration.project(),
            configuration.environments().get(0),
            ReleaseRecord.EMPTY,
            fixture.clusters().record(configuration).kinds("dev"));
    return state.services().stream()
        .filter(s -> s.name().equals(service))
        .findFirst()
        .orElseThrow()
        .hosts();
  }

  private List<GenericKubernetesResource> objects(String kind) {
    int slash = kind.lastIndexOf('/');
    return cluster
        .client()
        .genericKubernetesResources(kind.substring(0, slash), kind.substring(slash + 1))
        .inNamespace(cluster.namespace())
        .list()
        .getItems();
  }

  private List<String> versions() {
    return KINDS.stream()
        .flatMap(kind -> objects(kind).stream())
        .map(o -> o.getKind() + " " + o.getMetadata().getResourceVersion())
        .toList();
  }
}
