package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.deploy.cluster.ObjectDiff.Change;
import io.drover.testing.NeedsCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsCluster
@Timeout(120)
class DiffTest {
  private static List<ObjectDiff> diff(TestNamespace namespace, List<HasMetadata> desired)
      throws InterruptedException {
    return Diff.of(namespace.applier(desired, ApplySettings.DEFAULT), desired, object -> false);
  }

  @Test
  void whatRunsAlreadyHasNoDifference() throws Exception {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(Objects.all());
      assertThat(diff(namespace, Objects.all())).isEmpty();
    }
  }

  @Test
  void onlyWhatChangesIsShown() throws Exception {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(
          List.of(
              Objects.deployment("web", "registry.example/web:1"),
              Objects.configMap("old", "a"),
              Objects.job("once", "true")));
      List<HasMetadata> desired =
          List.of(
              Objects.deployment("web", "registry.example/web:2"),
              Objects.job("once", "false"),
              Objects.configMap("new", "a"),
              Objects.service("bad", 70000));
      List<ObjectDiff> diffs = diff(namespace, desired);
      assertThat(diffs)
          .extracting(ObjectDiff::name, ObjectDiff::change)
          .map(tuple -> tuple.toList().toString())
          .containsExactly(
              "[web, CHANGED]",
              "[once, CHANGED]",
              "[new, CREATED]",
              "[bad, REFUSED]",
              "[old, DELETED]");
      assertThat(diffs.get(0).lines().stream().filter(l -> l.matches("[-+].*")))
          .hasSize(6)
          .allMatch(line -> line.matches("[-+] .*image: registry.example/web:[12]"));
      assertThat(diffs.get(2).lines()).anyMatch(line -> line.contains("value: a"));
      assertThat(diffs.get(4).lines()).allMatch(line -> line.matches("@@.*|-.*"));
      assertThat(namespace.inventory(desired).live(desired.get(2))).isEmpty();
    }
  }

  @Test
  void valuesOfSecretsAreMasked() throws Exception {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(Objects.secret("keys", "hunter2"));
      List<ObjectDiff> diffs = diff(namespace, List.of(Objects.secret("keys", "hunter3")));
      assertThat(diffs).hasSize(1);
      assertThat(diffs.get(0).change()).isEqualTo(Change.CHANGED);
      assertThat(diffs.get(0).lines().stream().filter(l -> l.matches("[-+].*")))
          .hasSize(2)
          .allMatch(line -> line.contains("password: ") && line.contains("***"));
      assertThat(String.join("\n", diffs.get(0).lines()))
          .doesNotContain("hunter", "aHVudGVy", "c2hvcA==");
    }
  }

  @Test
  void withoutItsNamespaceEverythingWouldBeCreated() throws Exception {
    try (TestNamespace namespace = new TestNamespace("apply-" + UUID.randomUUID())) {
      assertThat(diff(namespace, List.of(Objects.configMap("conf", "a"))))
          .extracting(ObjectDiff::change)
          .containsExactly(Change.CREATED);
    }
  }
}
