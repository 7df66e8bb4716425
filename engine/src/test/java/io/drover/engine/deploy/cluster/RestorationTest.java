package io.drover.engine.deploy.cluster;

import static io.drover.engine.deploy.cluster.ClusterFixture.outcome;
import static io.drover.engine.deploy.cluster.ClusterFixture.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.ServiceOutcome.Kind;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsCluster(pods = true, registry = true)
class RestorationTest {
  private static final String CRASH = ", {name: CRASH, value: \"yes\"}";

  /** Nothing is put back, as after {@code kill -9}. */
  private static final String LEFT = "deployment: {timeout: 30, rollback: false}\n";

  private static final String USUAL = "deployment: {timeout: 30}\n";

  @TempDir private Path folder;

  private final TestCluster cluster;
  private ClusterFixture fixture;

  RestorationTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws IOException, InterruptedException {
    fixture = new ClusterFixture(cluster, folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private DeployResult deploy(String how, String version, String env)
      throws IOException, InterruptedException {
    return fixture.deploy(how + "services:\n" + service("web", version, env, ""));
  }

  private String version(String deployment) {
    return cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(cluster.namespace())
        .withName(deployment)
        .get()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getEnv()
        .stream()
        .filter(e -> e.getName().equals("VERSION"))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  @Test
  void whatWasBrokenBeforeAlsoGetsBackTheVersionThatHasReadyPods()
      throws IOException, InterruptedException {
    assertThat(deploy(USUAL, "1", "").succeeded()).as("%s", fixture.log).isTrue();
    assertThat(deploy(LEFT, "2", CRASH).succeeded()).isFalse();
    assertThat(version("web")).isEqualTo("2");

    DeployResult same = deploy(USUAL, "2", CRASH);
    assertThat(outcome(same, "web").kind()).isEqualTo(Kind.FAILED);
    assertThat(outcome(same, "web").reason().orElseThrow())
        .contains(
            "its newest version with ready pods (ReplicaSet web-", "was restored and is ready");
    assertThat(version("web")).isEqualTo("1");

    assertThat(deploy(LEFT, "2", CRASH).succeeded()).isFalse();
    DeployResult other = deploy(USUAL, "3", CRASH);
    assertThat(outcome(other, "web").reason().orElseThrow())
        .contains("its newest version with ready pods", "was restored and is ready");
    assertThat(version("web")).isEqualTo("1");

    assertThat(deploy(USUAL, "1", "").succeeded()).isTrue();
    assertThat(deploy(USUAL, "1", "").changed()).isFalse();
  }

  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      spec:
        backoffLimit: 0
        template:
          spec:
            restartPolicy: Never
            containers:
              - {name: main, image: "%s", command: [sh, -c, "%s"]}
      """;

  private DeployResult deployJob(String how, String line) throws IOException, InterruptedException {
    return fixture.deploy(
        how + "gists: [{name: once, type: job, path: once.yaml}]\nservices: []\n",
        Map.of("once.yaml", JOB.formatted(fixture.image(), line)));
  }

  private Job job() {
    return cluster
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(cluster.namespace())
        .withName("once")
        .get();
  }

  @Test
  void aJobThatFailedIsRunOnceMoreAndOneThatSucceededIsNot()
      throws IOException, InterruptedException {
    assertThat(deployJob(LEFT, "false").succeeded()).isFalse();
    String first = job().getMetadata().getUid();
    assertThat(deployJob(LEFT, "false").succeeded()).isFalse();
    assertThat(job().getMetadata().getUid()).isNotEqualTo(first);

    assertThat(deployJob(USUAL, "true").succeeded()).as("%s", fixture.log).isTrue();
    assertThat(deployJob(USUAL, "true").changed()).isFalse();

    DeployResult broken = deployJob(USUAL, "sleep 1; false");
    assertThat(outcome(broken, "gist once").reason().orElseThrow())
        .contains("the job was removed; what it did before is not repeated");
    assertThat(job()).isNull();
  }

  @Test
  void configurationThatFailsStopsNoService() throws IOException, InterruptedException {
    ConfigMap foreign =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("foreign")
            .withNamespace(cluster.namespace())
            .endMetadata()
            .addToData("whose", "theirs")
            .build();
    cluster.client().resource(foreign).create();
    DeployResult result =
        fixture.deploy(
            USUAL
                + "gists: [{name: foreign, type: configmap, files: [whose]}]\nservices:\n"
                + service("beside", "1", "", ""),
            Map.of("whose", "ours"));
    assertThat(outcome(result, "beside").kind()).isEqualTo(Kind.DEPLOYED);
    assertThat(outcome(result, "gist foreign").reason().orElseThrow())
        .contains("ConfigMap foreign: it is there already");
    assertThat(cluster.client().resource(foreign).get().getData()).containsEntry("whose", "theirs");
  }

  @Test
  void whatWasReadyWhenItWasInterruptedStays()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    fixture.deploy(
        USUAL + "services:\n" + service("good", "1", "", "") + service("bad", "1", "", ""));
    fixture.log.clear();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                fixture.deploy(
                    USUAL
                        + "services:\n"
                        + service("good", "2", "", "")
                        + service("bad", "2", ", {name: BROKEN, value: \"yes\"}", ""));
                interrupted.complete(false);
              } catch (InterruptedException e) {
                interrupted.complete(true);
              } catch (IOException | RuntimeException e) {
                interrupted.completeExceptionally(e);
              }
            });
    thread.start();
    for (int i = 0; i < 600 && !fixture.log.contains("good: ready"); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    thread.interrupt();
    assertThat(interrupted.get(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(version("good")).as("%s", fixture.log).isEqualTo("2");
    assertThat(version("bad")).isEqualTo("1");
  }
}
