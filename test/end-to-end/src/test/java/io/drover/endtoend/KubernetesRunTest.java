package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.process.Containers;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code drover run --target kubernetes}: the whole plan, with a cluster in place of podman. */
@RealParts
@NeedsCluster(pods = true, registry = true)
class KubernetesRunTest {
  private final TestCluster cluster;
  private final Workplace place;
  private final String dev;
  private final String stg;

  KubernetesRunTest(Containers containers, TestCluster cluster) {
    this.cluster = cluster;
    this.place = Workplace.create(containers);
    this.dev = cluster.unusedNamespace();
    this.stg = cluster.unusedNamespace();
  }

  @BeforeEach
  void placeInNamespaces() {
    place
        .project()
        .replace("environments.yaml", "- name: dev", "- name: dev\n    namespace: " + dev)
        .replace("environments.yaml", "- name: stg", "- name: stg\n    namespace: " + stg)
        .replace("environments.yaml", "timeout: 60} # dev", "timeout: 60, method: bluegreen} # dev")
        .commit()
        .change();
  }

  @AfterEach
  void close() {
    place.close();
  }

  private Outcome run() {
    return place.run(
        "--target",
        "kubernetes",
        "--to",
        "stg",
        "--registry",
        cluster.registry(),
        "--kubeconfig",
        cluster.kubeconfig().toString());
  }

  private String liveColour() {
    return cluster
        .client()
        .services()
        .inNamespace(dev)
        .withName("web")
        .get()
        .getSpec()
        .getSelector()
        .get("drover.io/colour");
  }

  @Test
  void aReleaseGoesThroughTheEnvironmentsAndANewColourGetsRequestsOnlyAfterItsTests() {
    OldPackage old = OldPackage.publish(place);
    Outcome first = run();
    assertThat(first.status()).as(first.said()).isZero();
    assertThat(first.report().with("failed")).isEmpty();
    assertThat(first.row("test:dev/greeting")).contains("succeeded");
    assertThat(first.row("test:stg/greeting")).contains("succeeded");
    assertThat(liveColour()).isEqualTo("blue");

    Outcome again = run();
    assertThat(again.status()).as(again.said()).isZero();
    assertThat(again.row("deploy:dev")).contains("reused");
    assertThat(again.row("deploy:stg")).contains("reused");

    place
        .project()
        .change()
        .replace("environments.yaml", "\"$WEB_URL\" dev", "\"$WEB_URL\" heaven");
    Outcome untested = run();
    assertThat(untested.status()).isEqualTo(1);
    assertThat(untested.row("deploy:dev")).contains("succeeded");
    assertThat(untested.row("test:dev/greeting")).contains("failed");
    assertThat(liveColour()).isEqualTo("blue");
    String inStg = first.report().task("build:web").outputs().get("version");
    String inDev = untested.report().task("build:web").outputs().get("version");
    Outcome clean =
        old.clean("--target", "kubernetes", "--kubeconfig", cluster.kubeconfig().toString());
    assertThat(clean.out())
        .contains("deleted web " + OldPackage.VERSION)
        .doesNotContain("deleted web " + inStg, "deleted web " + inDev);
    assertThat(place.packages().packages())
        .hasSize(2)
        .anyMatch(key -> key.contains(" " + inStg + " "))
        .anyMatch(key -> key.contains(" " + inDev + " "));

    place.project().restore();
    Outcome mended = run();
    assertThat(mended.status()).as(mended.said()).isZero();
    assertThat(liveColour()).isEqualTo("green");

    Outcome down =
        place.down(
            "--target", "kubernetes", "--kubeconfig", cluster.kubeconfig().toString(), "--purge");
    assertThat(down.status()).as(down.said()).isZero();
    assertThat(cluster.client().apps().deployments().inNamespace(dev).list().getItems()).isEmpty();
    assertThat(cluster.client().configMaps().inNamespace(stg).withName("drover").get()).isNull();
  }

  @Test
  void withoutARegistryThatTheClusterReachesNothingIsBegun() {
    Outcome outcome = place.run("--target", "kubernetes");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.said()).contains("--registry HOST:PORT");
  }
}
