package io.drover.engine.kubernetes;

import static io.drover.engine.kubernetes.ServiceBuilder.environment;
import static io.drover.engine.kubernetes.ServiceBuilder.probe;
import static io.drover.engine.kubernetes.ServiceBuilder.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentVariable.FromPodField;
import io.drover.config.model.EnvironmentVariable.FromSecret;
import io.drover.config.model.Probe.Handler;
import io.drover.config.model.Service;
import io.drover.config.model.Service.Routing;
import io.drover.config.model.Volume;
import io.drover.engine.WorkFailedException;
import io.drover.engine.release.Release.ReleasedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Golden files, in {@code src/test/resources} beside this class: the objects of an environment as
 * YAML. {@code UPDATE_GOLDEN=true mvn test} writes them anew.
 */
class ManifestsTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/io/drover/engine/kubernetes").toAbsolutePath();

  /** By application; a service runs the image of its own. */
  private static final Map<String, ReleasedImage> IMAGES =
      Map.of(
          "catalog", image("catalog", 'a', "1.4.0+git20261120104600.7c0d543"),
          "storefront", image("storefront", 'b', "0.0.0+dirty.1234~rc1"));

  @Test
  void aServiceThatSaysNothingGetsTheDefaults() throws IOException {
    assertGolden("minimal", environment("dev", service("catalog")));
  }

  @Test
  void severalReplicasWithHostsGetAnIngressAndADisruptionBudget() throws IOException {
    assertGolden(
        "hosts",
        environment(
            "prd",
            service("storefront")
                .replicas(3)
                .ports(8080, 9090)
                .annotation("example.org/team", "web")
                .readiness(probe(new Handler.HttpGet("/health", 8080), Duration.ofSeconds(10)))
                .routing(
                    new Routing(
                        List.of("shop.example.org", "www.example.org"),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        true,
                        true,
                        true)),
            service("old-front")
                .application("storefront")
                .replicas(0)
                .routing(
                    new Routing(
                        List.of("old.example.org"),
                        Optional.of("storefront"),
                        Optional.of(8080),
                        false,
                        false,
                        false,
                        false))));
  }

  @Test
  void aServiceSaysEverythingAboutItsPods() throws IOException {
    assertGolden(
        "pods",
        environment(
            "dev",
            service("catalog")
                .command("catalog", "--port", "8080")
                .grace(Duration.ofSeconds(20))
                .ports(8080)
                .timeout(Duration.ofSeconds(90))
                .env("GREETING", "no: \"1.10\" #")
                .env(new FromSecret("DB_PASSWORD", "database", "password"))
                .env(new FromPodField("POD_IP", "status.podIP"))
                .gpu("nvidia.com/gpu", 2)
                .liveness(probe(new Handler.TcpSocket(8080), Duration.ofMillis(2500)))
                .readiness(
                    probe(
                        new Handler.Exec(List.of("sh", "-c", "test -f /ready")),
                        Duration.ofSeconds(2)))));
  }

  @Test
  void disksSecretsAndConfigMapsAreMounted() throws IOException {
    assertGolden(
        "volumes",
        environment(
            "dev",
            service("catalog")
                .volume(volume("data", Volume.Type.EBS, Optional.of("10Gi"), true))
                .volume(volume("media", Volume.Type.EFS, Optional.of("100G"), false))
                .volume(volume("tls", Volume.Type.SECRET, Optional.empty(), true))
                .volume(volume("settings", Volume.Type.CONFIGMAP, Optional.empty(), true)),
            service("thumbnails")
                .application("catalog")
                .volume(volume("media", Volume.Type.EFS, Optional.of("100G"), false))));
  }

  @Test
  void anApplicationWithoutImageIsNamed() {
    assertThatThrownBy(() -> Manifests.of("shop", environment("dev", service("x")), Map.of()))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage("service x of dev: there is no image of application x; build it first");
  }

  private static Volume volume(
      String name, Volume.Type type, Optional<String> size, boolean dynamic) {
    List<Volume.Item> items =
        type == Volume.Type.SECRET
            ? List.of(new Volume.Item("tls.key", "server.key", Optional.of(0400)))
            : List.of();
    return new Volume(name, "/srv/" + name, type, List.of(), size, dynamic, items);
  }

  private static ReleasedImage image(String name, char digit, String version) {
    String digest = "sha256:" + String.valueOf(digit).repeat(64);
    return new ReleasedImage("127.0.0.1:5000/shop/%s@%s".formatted(name, digest), version);
  }

  private static Map<String, ReleasedImage> images(Environment environment) {
    return environment.services().stream()
        .collect(Collectors.toMap(Service::name, s -> IMAGES.get(s.application())));
  }

  private static void assertGolden(String name, Environment environment) throws IOException {
    String yaml = Manifests.of("shop", environment, images(environment)).toYaml();
    Path file = GOLDEN.resolve(name + ".yaml");
    if (Boolean.parseBoolean(System.getenv("UPDATE_GOLDEN"))) {
      Files.writeString(file, yaml);
    }
    assertThat(yaml).isEqualTo(Files.readString(file));
  }
}
