package io.drover.engine.deploy.cluster;

import static io.drover.engine.release.ReleaseFixtures.large;
import static io.drover.engine.release.ReleaseFixtures.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.Configuration;
import io.drover.config.reader.ConfigurationReader;
import io.drover.engine.WorkFailedException;
import io.drover.engine.release.Action;
import io.drover.engine.release.Change;
import io.drover.engine.release.Release;
import io.drover.engine.release.Releases;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record of releases in a real cluster. */
@NeedsCluster
class ReleaseConfigMapTest {
  @TempDir private Path folder;
  private final TestCluster cluster;
  private final List<Change> audit = Collections.synchronizedList(new ArrayList<>());
  private String namespace;
  private Configuration configuration;

  ReleaseConfigMapTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void files() throws IOException {
    namespace = cluster.newNamespace();
    Files.writeString(
        folder.resolve("environments.yaml"),
        "project: shop\nenvironments:\n- {name: dev, namespace: %s}\n".formatted(namespace));
    Files.writeString(folder.resolve("build.yaml"), "project: shop\ncomponents: []\n");
    Files.writeString(folder.resolve("application.yaml"), "project: shop\napplications: []\n");
    configuration = ConfigurationReader.read(folder).configuration().orElseThrow();
  }

  private ReleaseConfigMap store() {
    return new ReleaseConfigMap(configuration, environment -> cluster.client());
  }

  private Releases releases(String actor) {
    return new Releases(store(), actor, audit::add);
  }

  private ConfigMap map() {
    return cluster.client().configMaps().inNamespace(namespace).withName("drover").get();
  }

  private void write(Map<String, String> data) {
    cluster
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("drover")
                .withNamespace(namespace)
                .endMetadata()
                .withData(data)
                .build())
        .create();
  }

  @Test
  void whatOneDroverRecordsTheNextOneSees() {
    releases("jane").hand("dev", release('a'));
    releases("jane").markDeployed("dev", release('a'));

    assertThat(releases("joe").deployed("dev")).contains(release('a'));
    assertThat(releases("joe").of("dev").deployed().orElseThrow().by()).contains("jane");
    assertThat(map().getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/managed-by", "drover")
        .containsEntry("drover.io/environment", "dev");
  }

  @Test
  void theSameAgainWritesNothing() {
    releases("jane").markDeployed("dev", release('a'));
    store().addKinds("dev", Set.of("apps/v1/Deployment"));
    String version = map().getMetadata().getResourceVersion();

    releases("joe").markDeployed("dev", release('a'));
    store().addKinds("dev", Set.of("apps/v1/Deployment"));

    assertThat(map().getMetadata().getResourceVersion()).isEqualTo(version);
    assertThat(store().kinds("dev")).containsExactly("apps/v1/Deployment");
  }

  @Test
  void ofEightWhoWriteAtOnceNoChangeIsLost() throws Exception {
    int writers = 8;
    int changes = 20;
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        String name = "writer-" + w;
        futures.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < changes; i++) {
                    store().addKinds("dev", Set.of(name + "/v1/Kind" + i));
                    releases(name)
                        .markSwitched(
                            "dev", "s" + i, Optional.of("blue"), "green", "web", Optional.empty());
                  }
                }));
      }
      for (Future<?> future : futures) {
        future.get(2, TimeUnit.MINUTES);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(audit).hasSize(writers * changes).doesNotHaveDuplicates();
    assertThat(store().kinds("dev")).hasSize(writers * changes);
    assertThat(releases("me").history("dev")).hasSize(50);
  }

  @Test
  void aThousandServicesFitAndCanBeRolledBack() {
    Releases releases = releases("jane");
    List<Release> made = new ArrayList<>();
    for (char digit : "abcde".toCharArray()) {
      Release release = large(1000, each -> digit);
      made.add(release);
      releases.hand("dev", release);
      releases.markChanged("dev", release, Action.DEPLOY, Optional.empty());
    }
    assertThat(releases.deployed("dev")).contains(made.get(4));
    assertThat(releases.of("dev").previous()).contains(made.get(3));
  }

  @Test
  void garbageStaysAndTheErrorSaysHowToStartAnew() {
    write(Map.of("release.json", "{\"deployed\": [", "mine", "x"));

    assertThatThrownBy(() -> releases("jane").markDeployed("dev", release('a')))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("release.json is not what Drover wrote there")
        .hasMessageContaining("kubectl -n %s delete configmap drover".formatted(namespace));
    assertThat(map().getData()).containsEntry("release.json", "{\"deployed\": [");

    cluster.client().configMaps().inNamespace(namespace).withName("drover").delete();
    releases("jane").markDeployed("dev", release('a'));
    assertThat(releases("jane").deployed("dev")).contains(release('a'));
  }

  @Test
  void whatOthersWroteBesideItStays() {
    releases("jane").markDeployed("dev", release('a'));
    cluster
        .client()
        .configMaps()
        .inNamespace(namespace)
        .withName("drover")
        .edit(m -> new ConfigMapBuilder(m).addToData("note", "of a person").build());

    releases("jane").markDeployed("dev", release('b'));

    assertThat(map().getData()).containsEntry("note", "of a person");
  }
}
