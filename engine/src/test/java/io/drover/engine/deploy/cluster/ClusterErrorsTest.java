package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

class ClusterErrorsTest {
  private static KubernetesClientException error(int code, String message) {
    Status status = new StatusBuilder().withCode(code).withMessage(message).build();
    return new KubernetesClientException(message, code, status);
  }

  private static KubernetesClientException invalid(String field, String message) {
    Status status =
        new StatusBuilder()
            .withCode(422)
            .withMessage("all of it: " + message)
            .withNewDetails()
            .addNewCause(field, message, "FieldValueInvalid")
            .endDetails()
            .build();
    return new KubernetesClientException("all of it", 422, status);
  }

  @Test
  void aMissingPermissionIsNamedWithItsRule() {
    KubernetesClientException e =
        error(
            403,
            "deployments.apps \"web\" is forbidden: User \"system:serviceaccount:ci:drover\" cannot"
                + " patch resource \"deployments\" in API group \"apps\" in the namespace"
                + " \"shop-dev\"");
    assertThat(ClusterErrors.of("Deployment web", e))
        .hasMessage(
            "Deployment web: system:serviceaccount:ci:drover may not patch deployments in namespace"
                + " shop-dev; it needs the rule {apiGroups: [\"apps\"], resources:"
                + " [\"deployments\"], verbs: [\"patch\"]}, which is in the Role that \"drover"
                + " rbac\" prints");
  }

  @Test
  void aQuotaIsNamedWithItsFigures() {
    KubernetesClientException e =
        error(
            403,
            "services \"web\" is forbidden: exceeded quota: team, requested: services=1, used:"
                + " services=5, limited: services=5");
    assertThat(ClusterErrors.reason(e))
        .isEqualTo(
            "it would exceed the quota team, requested: services=1, used: services=5, limited:"
                + " services=5");
  }

  @Test
  void aWebhookRefusesInItsOwnWords() {
    KubernetesClientException e =
        error(
            403,
            "admission webhook \"policy.example.com\" denied the request: images must be signed");
    assertThat(ClusterErrors.reason(e))
        .isEqualTo(
            "the cluster's admission webhook policy.example.com refuses it: images must be signed");
  }

  @Test
  void aWebhookThatIsAwayIsNamed() {
    KubernetesClientException e =
        error(
            500,
            "Internal error occurred: failed calling webhook \"policy.example.com\": Post"
                + " \"https://x.svc:443/?timeout=10s\": dial tcp: refused");
    assertThat(ClusterErrors.reason(e)).contains("webhook policy.example.com does not answer");
  }

  @Test
  void anInvalidFieldIsNamed() {
    assertThat(
            ClusterErrors.reason(
                invalid(
                    "spec.ports[0].port",
                    "Invalid value: 70000: must be between 1 and 65535, inclusive")))
        .isEqualTo("spec.ports[0].port: 70000: must be between 1 and 65535, inclusive");
  }

  @Test
  void aWholePodTemplateIsNotQuoted() {
    String dump =
        "Invalid value: core.PodTemplateSpec{Spec:core.PodSpec{Env:[]core.EnvVar{core.EnvVar{"
            + "Name:\"PASSWORD\", Value:\"hunter2: }\"}}}}: field is immutable";
    assertThat(ClusterErrors.reason(invalid("spec.template", dump)))
        .isEqualTo("spec.template: field is immutable");
  }

  @Test
  void valuesOfTheEnvironmentAreNotQuoted() {
    assertThat(
            ClusterErrors.reason(
                invalid(
                    "spec.template.spec.containers[0].env[0].value",
                    "Invalid value: \"hunter2\": must be something else")))
        .isEqualTo("spec.template.spec.containers[0].env[0].value: must be something else");
  }

  @Test
  void aBodyThatCouldNotBeReadIsNotQuoted() {
    KubernetesClientException e =
        error(
            400,
            "Secret in version \"v1\" cannot be handled as a Secret: v1.Secret.Data: base64Codec:"
                + " invalid input, error found in #10 byte of ...|assword\":\"hunter2\"}}|..., bigger"
                + " context ...|{\"data\":{\"password\":\"hunter2\"}}|...");
    assertThat(ClusterErrors.reason(e))
        .doesNotContain("hunter2")
        .startsWith("Secret in version \"v1\" cannot be handled as a Secret");
  }

  @Test
  void whatASecretHoldsIsNotInTheReason() {
    ObjectNode secret =
        Applicable.of(
            TestNamespace.object(
                "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: hunter2}"),
            "shop-dev");
    assertThat(Refusals.reason(error(400, "cannot take hunter2 or aHVudGVyMg=="), secret))
        .isEqualTo("cannot take *** or ***");
  }

  @Test
  void fieldsAreWrittenAsPeopleWriteThem() {
    assertThat(FieldPath.readable(".spec.template.spec.containers[name=\"web\"].image"))
        .isEqualTo("spec.template.spec.containers[web].image");
    assertThat(FieldPath.readable(".spec.ports[port=80,protocol=\"TCP\"].targetPort"))
        .isEqualTo("spec.ports[80].targetPort");
  }
}
