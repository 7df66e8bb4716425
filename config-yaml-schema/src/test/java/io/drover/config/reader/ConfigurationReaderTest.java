package io.drover.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.config.model.Application;
import io.drover.config.model.Component;
import io.drover.config.model.ComponentType;
import io.drover.config.model.Configuration;
import io.drover.config.model.DependencyType;
import io.drover.config.model.Deployment;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.EnvironmentVariable.FromPodField;
import io.drover.config.model.EnvironmentVariable.FromSecret;
import io.drover.config.model.EnvironmentVariable.Literal;
import io.drover.config.model.ManagedResource;
import io.drover.config.model.Probe;
import io.drover.config.model.Report;
import io.drover.config.model.Resources;
import io.drover.config.model.Service;
import io.drover.config.model.Source;
import io.drover.config.model.Volume;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigurationReaderTest {
  private static final Configuration FULL = read("valid-every-p-field");
  private static final Configuration SHORTEST = read("valid-shortest");

  private static Configuration read(String name) {
    return ConfigurationReader.read(Path.of("src/test/resources/cases", name))
        .configuration()
        .orElseThrow();
  }

  @Test
  void aComponentIsReadAsWritten() {
    Component catalog = FULL.component("catalog").orElseThrow();
    assertThat(catalog.version()).isEqualTo("1.10");
    assertThat(catalog.agent().base()).isEqualTo("debian:12");
    assertThat(catalog.agent().timeout()).isEqualTo(Duration.ofMinutes(30));
    assertThat(catalog.agent().resources())
        .isEqualTo(
            new Resources(
                Optional.of("2"),
                Optional.of("1Gi"),
                Optional.of(new Resources.Gpu("nvidia.com/gpu", 1))));
    assertThat(catalog.agent().dependencies())
        .extracting(d -> d.type() + " " + d.name())
        .startsWith("GEM_PACKAGE fpm", "DEBIAN_PACKAGE python3", "DEBIAN_PACKAGE debhelper");
    assertThat(catalog.source())
        .isEqualTo(
            new Source(
                Optional.of("git@example.com:team/catalog.git"),
                Optional.of("main"),
                Optional.of("catalog-key"),
                "src/catalog"));
    assertThat(catalog.env())
        .containsExactly(
            new Literal("COUNTRY", "no"),
            new Literal("MODE", "0777"),
            new FromSecret("NPM_AUTH", "npm", "token"));
    assertThat(catalog.build()).containsExactly("make", "make test");
    assertThat(catalog.artifacts()).containsExactly("*.deb", "out/**/*.log");
    assertThat(catalog.reports())
        .containsExactly(new Report.JUnit("target/*.xml"), new Report.Html("target/site"));
    assertThat(catalog.notifications()).containsEntry("slack", "#shop");
    assertThat(catalog.after()).containsExactly("pricing");
  }

  @Test
  void aRuntimeTakesThePlaceOfTheOs() {
    Component pricing = FULL.component("pricing").orElseThrow();
    assertThat(pricing.agent().base()).isEqualTo("registry.example.com:5000/tools/jdk:17");
    assertThat(pricing.type()).isEqualTo(ComponentType.FILES);
    assertThat(pricing.source().git()).contains("https://example.com/pricing.git");
  }

  @Test
  void anApplicationIsReadAsWritten() {
    Application catalog = FULL.application("catalog").orElseThrow();
    assertThat(catalog.version()).contains("1.0");
    assertThat(catalog.command()).containsExactly("nginx", "-g", "daemon off;");
    assertThat(catalog.ports()).containsExactly(80, 443);
    assertThat(catalog.user()).contains("www-data:1000");
    assertThat(catalog.labels()).isEqualTo(Map.of("team", "shop"));
    assertThat(catalog.builder()).isEqualTo(Application.Builder.LAYERS);
    assertThat(catalog.dependencies().get(0).originBuild()).contains("catalog");
    assertThat(catalog.dependencies().get(0).type()).isEqualTo(DependencyType.DEBIAN_PACKAGE);
  }

  @Test
  void aServiceIsReadAsWritten() {
    Service service = FULL.environments().get(0).services().get(0);
    assertThat(service.version()).contains("1.10");
    assertThat(service.replicas()).isZero();
    assertThat(service.command()).containsExactly("run", "");
    assertThat(service.gracePeriod()).contains(Duration.ofSeconds(5));
    assertThat(service.ports()).containsExactly(80, 443);
    assertThat(service.routing())
        .isEqualTo(
            new Service.Routing(
                List.of("www.example.com"),
                Optional.of("catalog"),
                Optional.of(80),
                true,
                true,
                false,
                false));
    assertThat(service.env())
        .containsExactly(new FromSecret("DB", "db", "db"), new FromPodField("IP", "status.podIP"));
    assertThat(service.annotations()).isEqualTo(Map.of("prometheus.io/scrape", "true"));
    assertThat(service.gpu()).contains(new Resources.Gpu("nvidia.com/mig-1g.10gb", 2));
    assertThat(service.requests()).isEqualTo(Map.of("cpu", "500m"));
    assertThat(service.limits()).isEqualTo(Map.of("cpu", "1000m", "memory", "1Gi"));
  }

  @Test
  void volumesAreReadAsWritten() {
    assertThat(FULL.environments().get(0).services().get(0).volumes())
        .containsExactly(
            new Volume(
                "data",
                "/data",
                Volume.Type.EFS,
                List.of("ReadWriteOnce", "ReadOnlyMany"),
                Optional.of("100G"),
                false,
                List.of()),
            new Volume(
                "cfg",
                "/etc/cfg",
                Volume.Type.CONFIGMAP,
                List.of("ReadWriteOnce"),
                Optional.empty(),
                true,
                List.of(new Volume.Item("a.conf", "a.conf", Optional.of(0644)))));
  }

  @Test
  void aProbeOfItsOwnWinsOverTheHealthCheck() {
    Service service = FULL.environments().get(0).services().get(0);
    assertThat(service.liveness().orElseThrow().handler())
        .isEqualTo(new Probe.Handler.HttpGet("/live", 80));
    assertThat(service.liveness().orElseThrow().period()).isEqualTo(Duration.ofSeconds(2));
    assertThat(service.readiness().orElseThrow().handler())
        .isEqualTo(new Probe.Handler.TcpSocket(80));
  }

  @Test
  void aHealthCheckIsBothProbes() {
    Service service = read("legacy-pipeline").environments().get(1).services().get(0);
    Probe expected =
        new Probe(
            new Probe.Handler.Exec(List.of("/bin/cat", "/tmp/health.txt")),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            1,
            3);
    assertThat(service.liveness()).contains(expected);
    assertThat(service.readiness()).contains(expected);
  }

  @Test
  void aServicesDeploymentWinsFieldByField() {
    Environment development = FULL.environments().get(0);
    Deployment general = development.deployment();
    assertThat(general)
        .isEqualTo(
            new Deployment(
                Deployment.Method.BLUEGREEN,
                Deployment.Mode.MANUAL,
                Optional.of(Deployment.Colour.BLUE),
                Duration.ofMinutes(10),
                Duration.ZERO,
                false,
                Map.of(
                    Deployment.Colour.BLUE, List.of("b.example.com"),
                    Deployment.Colour.GREEN, List.of("g.example.com"))));
    Deployment own = development.services().get(0).deployment();
    assertThat(own.mode()).isEqualTo(Deployment.Mode.AUTO);
    assertThat(own.method()).isEqualTo(Deployment.Method.BLUEGREEN);
    assertThat(own.timeout()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void testsAreReadAsWritten() {
    List<EnvironmentTest> tests = FULL.environments().get(0).tests();
    assertThat(tests).extracting(EnvironmentTest::name).containsExactly("docs-site-tests", "load");
    assertThat(tests.get(0).source().git()).contains("git@example.com/tests.git");
    assertThat(tests.get(0).source().branch()).contains("main");
    assertThat(tests.get(0).commands()).containsExactly("rake test");
    assertThat(tests.get(1).locust())
        .contains(
            new EnvironmentTest.Locust(
                "locustfile.py",
                Optional.empty(),
                5,
                1,
                "30s",
                1,
                Map.of("p95_ms", 200.0, "failure_ratio", 0.01)));
  }

  @Test
  void environmentsFollowEachOtherByName() {
    assertThat(FULL.environments())
        .extracting(Environment::name, Environment::namespace, Environment::nextEnvironment)
        .containsExactly(
            tuple("development", "shop-dev", Optional.of("production")),
            tuple("production", "shop-production", Optional.empty()));
  }

  @Test
  void environmentsFollowEachOtherByOrderWhereNoneNamesTheNext() {
    assertThat(read("valid-merge-keys").environments())
        .extracting(Environment::nextEnvironment)
        .containsExactly(Optional.of("prd"), Optional.empty());
  }

  @Test
  void whatIsNotWrittenHasItsDefault() {
    Component component = SHORTEST.components().get(0);
    assertThat(component.version()).isEqualTo("0.0.0");
    assertThat(component.source()).isEqualTo(Source.CONFIGURATION);
    assertThat(component.agent().timeout()).isEqualTo(Duration.ofHours(1));
    Service service = SHORTEST.environments().get(0).services().get(0);
    assertThat(service.application()).isEqualTo("catalog");
    assertThat(service.replicas()).isEqualTo(1);
    assertThat(service.ports()).containsExactly(80);
    assertThat(service.requests()).isEqualTo(Map.of("cpu", "100m"));
    assertThat(service.limits()).isEqualTo(Map.of("cpu", "1000m", "memory", "2048Mi"));
    assertThat(service.liveness()).isEmpty();
    assertThat(service.deployment().timeout()).isEqualTo(Duration.ofSeconds(300));
    assertThat(service.deployment().rollback()).isTrue();
  }

  @Test
  void mergedKeysGiveWayToWrittenOnes() {
    Service merged = read("valid-merge-keys").environments().get(1).services().get(0);
    assertThat(merged.name()).isEqualTo("catalog");
    assertThat(merged.replicas()).isEqualTo(2);
    assertThat(merged.env()).containsExactly(new Literal("A", "1"));
  }

  @Test
  void whatIsNoApplicationIsAResource() {
    assertThat(read("legacy-pipeline").environments())
        .extracting(e -> e.services().stream().map(Service::name).toList())
        .containsExactly(List.of("docs-app", "search"), List.of("docs-app"));
    assertThat(read("legacy-pipeline").environments())
        .extracting(e -> e.resources().stream().map(ManagedResource::name).toList())
        .containsExactly(List.of("awesomedb", "stack"), List.of("mongodb"));
  }

  @Test
  void aFolderThatIsNotThereIsOneProblem() {
    assertThat(ConfigurationReader.read(Path.of("not-there")).problems())
        .extracting(problem -> problem.code())
        .containsExactly("missing-folder");
  }
}
