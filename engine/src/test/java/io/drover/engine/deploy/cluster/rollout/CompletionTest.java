package io.drover.engine.deploy.cluster.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 | 3 | {observedGeneration: 1, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3} | false | 0 of its replicas made: the cluster's Deployment controller has not seen it yet
          2 | 3 | {observedGeneration: 2, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3} | true | 3 of 3 new replicas ready
          2 | 3 | {observedGeneration: 2, replicas: 4, updatedReplicas: 1, readyReplicas: 3, availableReplicas: 3} | false | 0 of 3 new replicas ready, 3 old left
          2 | 3 | {observedGeneration: 2, replicas: 4, updatedReplicas: 3, readyReplicas: 4, availableReplicas: 4} | false | 3 of 3 new replicas ready, 1 old left
          2 | 3 | {observedGeneration: 2, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 2} | false | 3 of 3 new replicas ready
          2 | 0 | {observedGeneration: 2} | true | 0 of 0 new replicas ready
          2 | 1 | {} | false | 0 of its replicas made: the cluster's Deployment controller has not seen it yet
          """)
  void aDeploymentIsDoneAsKubectlSays(
      int generation, int replicas, String status, boolean done, String progress) {
    Completion completion =
        Completion.of(object("apps/v1", "Deployment", generation, "replicas: " + replicas, status));
    assertThat(completion.done()).isEqualTo(done);
    assertThat(completion.progress()).isEqualTo(progress);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replicas: 2 | {observedGeneration: 1, replicas: 2, readyReplicas: 2, updatedReplicas: 2, currentRevision: b, updateRevision: b} | true
          replicas: 2 | {observedGeneration: 1, replicas: 2, readyReplicas: 2, updatedReplicas: 1, currentRevision: a, updateRevision: b} | false
          replicas: 2 | {observedGeneration: 1, replicas: 2, readyReplicas: 1, updatedReplicas: 2, currentRevision: b, updateRevision: b} | false
          replicas: 2 | {observedGeneration: 1, replicas: 3, readyReplicas: 3, updatedReplicas: 3, currentRevision: b, updateRevision: b} | false
          replicas: 2, updateStrategy: {rollingUpdate: {partition: 1}} | {observedGeneration: 1, replicas: 2, readyReplicas: 2, updatedReplicas: 1, currentRevision: a, updateRevision: b} | true
          replicas: 2, updateStrategy: {type: OnDelete} | {observedGeneration: 1, replicas: 2, readyReplicas: 0, updatedReplicas: 0, currentRevision: a, updateRevision: b} | true
          replicas: 0 | {observedGeneration: 1, currentRevision: a, updateRevision: b} | true
          replicas: 2 | {observedGeneration: 0} | false
          """)
  void aStatefulSetIsDoneAsKubectlSays(String spec, String status, boolean done) {
    assertThat(Completion.of(object("apps/v1", "StatefulSet", 1, spec, status)).done())
        .isEqualTo(done);
  }

  @Test
  void aJobIsDoneWhenItCompleted() {
    assertThat(job("{succeeded: 1, conditions: [{type: Complete, status: 'True'}]}").done())
        .isTrue();
    assertThat(job("{active: 1}").done()).isFalse();
    Completion failed =
        job(
            "{failed: 3, conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded,"
                + " message: too often}]}");
    assertThat(failed.done()).isFalse();
    assertThat(failed.failed()).contains("too often (BackoffLimitExceeded)");
    assertThat(failed.progress()).isEqualTo("0 of 1 run succeeded, 3 failed");
  }

  @Test
  void genericObjectsAreReadLikeTypedOnes() {
    GenericKubernetesResource generic =
        YAML.unmarshal(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, generation: 1}
            spec: {replicas: 1, newField: 1}
            status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1}
            """,
            GenericKubernetesResource.class);
    assertThat(RollOut.isDone(generic)).isTrue();
    generic.getMetadata().setGeneration(2L);
    assertThat(RollOut.isDone(generic)).isFalse();
  }

  @Test
  void anythingElseIsDone() {
    assertThat(RollOut.isDone(object("v1", "ConfigMap", 1, "", "{}"))).isTrue();
  }

  private static Completion job(String status) {
    return Completion.of(object("batch/v1", "Job", 1, "backoffLimit: 3", status));
  }

  private static HasMetadata object(
      String version, String kind, int generation, String spec, String status) {
    return (HasMetadata)
        YAML.unmarshal(
            """
            apiVersion: %s
            kind: %s
            metadata: {name: web, generation: %d}
            spec: {%s}
            status: %s
            """
                .formatted(version, kind, generation, spec, status));
  }
}
