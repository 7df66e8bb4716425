package io.drover.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@NeedsCluster
class TestClusterTest {
  private final TestCluster cluster;

  TestClusterTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aClassHasANamespaceOfItsOwn() {
    assertThat(cluster.namespace()).startsWith("drover-test-cluster-test-");
    assertThat(cluster.client().namespaces().withName(cluster.namespace()).get()).isNotNull();
    assertThat(cluster.newNamespace()).isNotEqualTo(cluster.namespace());
  }

  @Test
  void aNameThatNobodyHasTakenCanBeHad() {
    assertThat(cluster.client().namespaces().withName(cluster.unusedNamespace()).get()).isNull();
  }

  @Nested
  class Inner {
    @Test
    void sharesTheNamespace(TestCluster same) {
      assertThat(same).isSameAs(cluster);
    }
  }

  @Test
  @NeedsCluster(pods = true, registry = true)
  void aTestCanAskForMoreThanItsClass() {
    assertThat(cluster.client().nodes().list().getItems()).isNotEmpty();
    assertThat(cluster.registry()).contains(":");
  }
}
