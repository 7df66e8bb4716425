package io.drover.engine.deploy.cluster;

import static io.drover.engine.release.ReleaseFixtures.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.Configuration;
import io.drover.config.reader.ConfigurationReader;
import io.drover.engine.deploy.cluster.EnvironmentWatch.Sighting;
import io.drover.engine.release.Releases;
import io.drover.testing.NeedsCluster;
import io.drover.testing.Relay;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsCluster
@Timeout(120)
class EnvironmentWatchTest {
  private static final Duration WAIT = Duration.ofSeconds(45);

  @TempDir private Path folder;
  private final TestCluster cluster;
  private Configuration configuration;
  private Relay relay;
  private Cluster connection;
  private EnvironmentWatch watch;

  EnvironmentWatchTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void start() throws Exception {
    Files.writeString(
        folder.resolve("environments.yaml"),
        "project: shop\nenvironments:\n- {name: dev, namespace: %s, services: [{name: web}]}\n"
            .formatted(cluster.newNamespace()));
    Files.writeString(folder.resolve("build.yaml"), "project: shop\ncomponents: []\n");
    Files.writeString(
        folder.resolve("application.yaml"),
        "project: shop\napplications: [{name: web, runtime: debian}]\n");
    configuration = ConfigurationReader.read(folder).configuration().orElseThrow();
    URI server = URI.create(cluster.client().getConfiguration().getMasterUrl());
    relay = new Relay(server.getHost(), server.getPort());
    connection = Cluster.connect(through(relay), Optional.empty());
    watch =
        EnvironmentWatch.start(
            connection.client(), "shop", configuration.environment("dev").orElseThrow());
  }

  @AfterEach
  void stop() throws IOException {
    watch.close();
    connection.close();
    relay.close();
  }

  private String through(Relay relay) throws IOException {
    String server = "https://127.0.0.1:" + relay.port();
    return Files.readString(cluster.kubeconfig()).replaceAll("https://[^\"\\s]*", server);
  }

  private Releases releases() {
    return new Releases(
        new ReleaseConfigMap(configuration, environment -> cluster.client()), "jane", change -> {});
  }

  /** With none it is as it was asked for; else it is not yet, as nobody has the image. */
  private void deployment(int replicas) {
    String namespace = configuration.environment("dev").orElseThrow().namespace();
    var client = cluster.client().apps().deployments().inNamespace(namespace);
    if (client.withName("web").get() == null) {
      Deployment made = (Deployment) Objects.deployment("web", "registry.invalid/web:1");
      made.getMetadata().getLabels().put("app.kubernetes.io/instance", "web");
      client.resource(made).create();
    }
    String spec = "{\"spec\":{\"replicas\":%d}}".formatted(replicas);
    client.withName("web").patch(PatchContext.of(PatchType.JSON_MERGE), spec);
    if (replicas == 0) {
      // As its controller does, where there is one.
      long generation = client.withName("web").get().getMetadata().getGeneration();
      client
          .withName("web")
          .subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"status\":{\"observedGeneration\":%d}}".formatted(generation));
    }
  }

  private static boolean isOnItsWay(Sighting sighting) {
    return health(sighting)
        .filter(health -> health == Health.STARTING || health == Health.FAILING)
        .isPresent();
  }

  private static Optional<Health> health(Sighting sighting) {
    return sighting.state().map(state -> state.services().get(0).health());
  }

  private Sighting await(Predicate<Sighting> wanted) {
    long end = System.nanoTime() + WAIT.toNanos();
    while (!wanted.test(watch.now())) {
      assertThat(System.nanoTime()).as("%s", watch.now()).isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
    return watch.now();
  }

  @Test
  void whatChangesIsKnownWithoutBeingAsked() {
    await(now -> health(now).equals(Optional.of(Health.MISSING)));
    deployment(0);
    await(now -> health(now).equals(Optional.of(Health.STOPPED)));
    deployment(1);
    await(EnvironmentWatchTest::isOnItsWay);
    deployment(0);
    await(now -> health(now).equals(Optional.of(Health.STOPPED)));
    releases().markDeployed("dev", release('a'));
    Sighting now = await(s -> s.state().filter(e -> e.record().deployed().isPresent()).isPresent());
    assertThat(now.trouble()).isEmpty();
    assertThat(now.state().orElseThrow().record().deployed().orElseThrow().release())
        .isEqualTo(release('a'));
  }

  @Test
  void anApiServerThatIsAwayIsSaidAndWhatItToldBeforeIsKeptAndDated() throws Exception {
    deployment(0);
    await(now -> health(now).equals(Optional.of(Health.STOPPED)));

    relay.stop();
    Instant gone = Instant.now();
    Sighting away = await(now -> now.trouble().isPresent());
    assertThat(away.trouble().orElseThrow()).contains("cannot be reached");
    assertThat(health(away)).contains(Health.STOPPED);
    assertThat(away.asOf().orElseThrow()).isBeforeOrEqualTo(gone);

    deployment(1);
    relay.start();
    await(EnvironmentWatchTest::isOnItsWay);
    Sighting back = await(now -> now.trouble().isEmpty());
    assertThat(back.asOf().orElseThrow()).isAfter(gone);
  }

  @Test
  void aRecordThatSomebodyBrokeIsSaid() {
    releases().markDeployed("dev", release('a'));
    await(s -> s.state().filter(e -> e.record().deployed().isPresent()).isPresent());
    String namespace = configuration.environment("dev").orElseThrow().namespace();
    cluster
        .client()
        .configMaps()
        .inNamespace(namespace)
        .withName(ReleaseConfigMap.NAME)
        .edit(
            map -> {
              map.getData().put(RecordData.RELEASE, "{");
              return map;
            });
    Sighting broken = await(now -> now.trouble().isPresent());
    assertThat(broken.trouble().orElseThrow()).contains("release.json is not what Drover wrote");
    assertThat(broken.state().orElseThrow().record().deployed()).isPresent();
  }
}
