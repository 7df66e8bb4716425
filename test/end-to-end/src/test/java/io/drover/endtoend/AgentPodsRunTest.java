package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.process.Containers;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code drover run --agent kubernetes}: builds and tests in pods. */
@RealParts
@NeedsCluster(pods = true, registry = true)
class AgentPodsRunTest {
  private final TestCluster cluster;
  private final Workplace place;
  private final String dev;
  private final String agents;

  AgentPodsRunTest(Containers containers, TestCluster cluster) {
    this.cluster = cluster;
    this.place = Workplace.create(containers);
    this.dev = cluster.unusedNamespace();
    this.agents = cluster.unusedNamespace();
  }

  @BeforeEach
  void placeInNamespaces() {
    place
        .project()
        .replace("environments.yaml", "- name: dev", "- name: dev\n    namespace: " + dev)
        .write("settings.yaml", "agents: {namespace: %s}\n".formatted(agents))
        .commit()
        .change();
  }

  @AfterEach
  void close() {
    place.close();
  }

  private String[] options(String... more) {
    List<String> options =
        List.of(
            "--agent",
            "kubernetes",
            "--settings",
            place.project().folder().resolve("settings.yaml").toString(),
            "--registry",
            cluster.registry(),
            "--kubeconfig",
            cluster.kubeconfig().toString());
    return Stream.concat(options.stream(), Stream.of(more)).toArray(String[]::new);
  }

  private List<String> left() {
    List<String> left = new ArrayList<>();
    var client = cluster.client();
    client.pods().inNamespace(agents).list().getItems().forEach(p -> left.add(p.getKind()));
    client.leases().inNamespace(agents).list().getItems().forEach(l -> left.add(l.getKind()));
    client
        .secrets()
        .inNamespace(agents)
        .withLabel("drover.io/run")
        .list()
        .getItems()
        .forEach(s -> left.add(s.getKind()));
    return left;
  }

  @Test
  void aComponentIsBuiltAndItsEnvironmentTestedInPods() {
    Outcome outcome = place.run(options("--target", "kubernetes", "--to", "dev"));

    assertThat(outcome.status()).as(outcome.said()).isZero();
    assertThat(outcome.row("build:web")).contains("succeeded");
    assertThat(outcome.row("test:dev/greeting")).contains("succeeded");
    assertThat(left()).isEmpty();
  }

  @Test
  void whatAKilledRunLeftIsGoneAfterTheNextCommand() {
    place.project().slowBuild(60).change();
    place
        .start(options("--target", "none", "--verbose"))
        .awaitSaid("build:web | + sleep")
        .signal("KILL")
        .await();
    assertThat(left()).contains("Pod", "Secret", "Lease");

    Outcome down = place.down();

    assertThat(down.status()).as(down.said()).isZero();
    assertThat(down.said()).contains("removed what a killed run left in namespace " + agents);
    assertThat(left()).isEmpty();
  }

  @Test
  void ctrlCRemovesThePods() {
    place.project().slowBuild(60).change();
    Outcome outcome =
        place
            .start(options("--target", "none", "--verbose"))
            .awaitSaid("build:web | + sleep")
            .signal("INT")
            .await();

    assertThat(outcome.status()).as(outcome.said()).isEqualTo(130);
    assertThat(left()).isEmpty();
  }

  @Test
  void aBuildThatIsTooLargeForTheClusterSaysSo() {
    place
        .project()
        .replace("build.yaml", "  - name: web", "  - name: web\n    resources: {memory: 100Gi}")
        .change();
    Outcome outcome = place.run(options("--target", "none"));

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.said()).contains("no node takes a pod of build-web").contains("memory");
    assertThat(left()).isEmpty();
  }
}
