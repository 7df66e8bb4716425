package io.drover.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.Autoscaler;
import io.drover.config.model.Autoscaler.Metric;
import io.drover.config.model.Environment;
import io.drover.config.model.Environment.Previews;
import io.drover.config.model.EnvironmentVariable.FromPodField;
import io.drover.config.model.EnvironmentVariable.FromSecret;
import io.drover.config.model.EnvironmentVariable.Literal;
import io.drover.config.model.Gist;
import io.drover.config.model.InitContainer;
import io.drover.config.model.ManagedResource;
import io.drover.config.model.ManagedResource.Custom;
import io.drover.config.model.ManagedResource.Database;
import io.drover.config.model.ManagedResource.HelmChart;
import io.drover.config.model.ManagedResource.ServiceEntry;
import io.drover.config.model.ManagedResource.ServiceEntry.Endpoint;
import io.drover.config.model.ManagedResource.ServiceEntry.Port;
import io.drover.config.model.Probe;
import io.drover.config.model.Probe.Handler;
import io.drover.config.model.Service;
import io.drover.config.model.Service.Disruption;
import io.drover.config.model.Service.Mesh;
import io.drover.config.model.Source;
import io.drover.config.model.Volume;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What only a cluster can make use of. */
class ClusterFieldsTest {
  private static final Environment DEV =
      ConfigurationReader.read(Path.of("src/test/resources/cases/valid-every-e-field"))
          .configuration()
          .orElseThrow()
          .environments()
          .get(0);

  private static final Service CATALOG = DEV.services().get(0);

  private static <T extends ManagedResource> T resource(Class<T> type) {
    return DEV.resources().stream().filter(type::isInstance).map(type::cast).findFirst().get();
  }

  @Test
  void anEnvironmentHasMoreThanServices() {
    assertThat(DEV.gists())
        .containsExactly(
            new Gist.Manifest("settings", Gist.Type.CONFIGMAP, "k8s/settings.yaml"),
            new Gist.Files(
                "certificates",
                Gist.Type.SECRET,
                List.of("certificates/ca.pem", "certificates/shop.pem")),
            new Gist.Manifest("reindex", Gist.Type.JOB, "k8s/reindex.yaml"),
            new Gist.Manifest("cleanup", Gist.Type.CRONJOB, "k8s/cleanup.yaml"));
    assertThat(DEV.gistsSource())
        .isEqualTo(
            new Source(
                Optional.of("https://git.example.com/shop/settings.git"),
                Optional.of("release"),
                Optional.empty(),
                ""));
    assertThat(DEV.previews())
        .contains(new Previews("feature/*", Optional.of(Duration.ofHours(72)), Optional.of(5)));
    assertThat(DEV.quota())
        .isEqualTo(Map.of("requests.cpu", "8", "limits.memory", "16Gi", "pods", "40"));
  }

  @Test
  void whatIsIgnoredOrNoApplicationIsNotDeployed() {
    assertThat(DEV.services()).extracting(Service::name).containsExactly("catalog", "storefront");
    assertThat(DEV.resources())
        .extracting(ManagedResource::name)
        .containsExactly("db", "search", "reviews", "payment");
  }

  @Test
  void aServiceIsScaled() {
    assertThat(CATALOG.autoscaler())
        .contains(new Autoscaler(2, 5, new Metric.AverageValue("http_requests", "500m")));
    assertThat(CATALOG.disruption())
        .contains(new Disruption(Optional.of("50%"), Optional.empty(), false));
    Service storefront = DEV.services().get(1);
    assertThat(storefront.autoscaler())
        .contains(new Autoscaler(1, 3, new Metric.Utilization("cpu", 80)));
    assertThat(storefront.disruption()).isEmpty();
    assertThat(CATALOG.mesh()).contains(new Mesh(Mesh.Protocol.TCP));
  }

  @Test
  void initContainersAreReadAsWritten() {
    assertThat(CATALOG.initContainers())
        .containsExactly(
            new InitContainer(
                "migrate",
                "catalog",
                Optional.empty(),
                List.of("catalog", "migrate"),
                List.of(
                    new Literal("LOG_LEVEL", "debug"),
                    new FromSecret("DB_PASSWORD", "catalog-db", "password"),
                    new FromPodField("NODE", "spec.nodeName")),
                List.of(
                    new Volume(
                        "images",
                        "/images",
                        Volume.Type.EBS,
                        List.of("ReadWriteOnce"),
                        Optional.empty(),
                        true,
                        List.of()))),
            new InitContainer(
                "seed",
                "catalog",
                Optional.of("1.10"),
                List.of("catalog", "seed", "--all"),
                List.of(),
                List.of()));
  }

  @Test
  void aProbeMayAskSomebodyElse() {
    assertThat(CATALOG.liveness().orElseThrow().handler())
        .isEqualTo(
            new Handler.HttpGet(
                "/live",
                8443,
                Optional.of("catalog.example.com"),
                Probe.Scheme.HTTPS,
                List.of(new Probe.Header("X-Probe", "live"))));
    assertThat(CATALOG.readiness().orElseThrow().handler())
        .isEqualTo(new Handler.TcpSocket(8080, Optional.of("catalog.example.com")));
  }

  @Test
  void optionsOfACustomResourceKeepTheirTypes() {
    assertThat(resource(Custom.class))
        .isEqualTo(
            new Custom(
                "db",
                "mysql",
                Optional.of("5.6"),
                Optional.empty(),
                Map.of(
                    "size",
                    "10Gi",
                    "multi_az",
                    false,
                    "country",
                    "no",
                    "instances",
                    2L,
                    "weight",
                    new BigDecimal("0.5"),
                    "zone",
                    "2",
                    "names",
                    List.of("a", "b"),
                    "nested",
                    Map.of("deep", Map.of("deeper", true))),
                Optional.of("stacks/db.yaml"),
                Optional.of("stacks/parameters.yaml"),
                Optional.of("shop-db")));
  }

  @Test
  void aChartIsReadAsWritten() {
    assertThat(resource(HelmChart.class))
        .isEqualTo(
            new HelmChart(
                "search",
                "search",
                Optional.of("https://charts.example.com"),
                Optional.of("5.7"),
                Map.of("replicaCount", 2L, "image.tag", "1"),
                Optional.of("region: eu"),
                Optional.of("search"),
                Map.of("api_version", "helm.example.com/v1")));
  }

  @Test
  void aDatabaseIsAServiceOfItsKind() {
    Database reviews = resource(Database.class);
    assertThat(reviews.type()).isEqualTo(Database.Type.MONGO);
    assertThat(reviews.service().version()).contains("3.4");
    assertThat(reviews.service().replicas()).isEqualTo(3);
    assertThat(reviews.service().volumes()).extracting(Volume::name).containsExactly("data");
    assertThat(reviews.service().disruption()).contains(Disruption.DEFAULT);
  }

  @Test
  void aServiceEntryIsReadAsWritten() {
    assertThat(resource(ServiceEntry.class))
        .isEqualTo(
            new ServiceEntry(
                "payment",
                List.of("api.payment.example.com"),
                List.of("192.0.2.0/24"),
                List.of(new Port(443, "HTTPS", "https"), new Port(9000, "TCP", "tcp-9000")),
                ServiceEntry.Location.MESH_EXTERNAL,
                ServiceEntry.Resolution.DNS,
                List.of(
                    new Endpoint(
                        Optional.of("192.0.2.7"),
                        Map.of("https", 8443),
                        Map.of("zone", "a"),
                        Optional.of("vpc-1"),
                        Optional.of("eu/west"),
                        Optional.of(4_000_000_000L))),
                List.of(".")));
  }
}
