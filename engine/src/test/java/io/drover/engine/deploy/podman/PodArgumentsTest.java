package io.drover.engine.deploy.podman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.Environment;
import io.drover.engine.WorkFailedException;
import io.drover.engine.kubernetes.Desired;
import io.drover.engine.kubernetes.Manifests;
import io.drover.engine.kubernetes.ServiceBuilder;
import io.drover.engine.release.Release.ReleasedImage;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodArgumentsTest {
  private static final ObjectMeta POD =
      new ObjectMetaBuilder()
          .withName("catalog-x2k4d")
          .withNamespace("shop-dev")
          .addToLabels("app.kubernetes.io/name", "catalog")
          .build();

  @Test
  void aPodTemplateBecomesOptions() {
    PodTemplateSpec template = template(ServiceBuilder.service("catalog").command("run", "a b"));
    assertThat(PodArguments.limits(template))
        .containsExactly("--memory=2147483648b", "--cpus=1.000");
    assertThat(PodArguments.security(template))
        .containsExactly(
            "--cap-drop=all",
            "--security-opt=no-new-privileges",
            "--sysctl=net.ipv4.ip_unprivileged_port_start=0");
    assertThat(PodArguments.program(template))
        .containsExactly("--entrypoint=[\"run\",\"a b\"]", "r/catalog@sha256:" + "1".repeat(64));
    assertThat(PodArguments.imageMustNameUser(template)).isTrue();
    assertThat(PodArguments.grace(template.getSpec())).isEqualTo(30);
  }

  @Test
  void whatOnlyAClusterHasIsRefused() {
    PodTemplateSpec template = template(ServiceBuilder.service("catalog").gpu("nvidia.com/gpu", 1));
    assertThatThrownBy(() -> PodArguments.limits(template))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage(
            "it asks for nvidia.com/gpu, which only a cluster can give: run it with another"
                + " target");
  }

  @Test
  void fieldsOfThePodAreKnownWhereTheyMeanSomething() {
    assertThat(field("metadata.name")).isEqualTo("catalog-x2k4d");
    assertThat(field("metadata.namespace")).isEqualTo("shop-dev");
    assertThat(field("metadata.labels['app.kubernetes.io/name']")).isEqualTo("catalog");
    assertThat(field("status.podIP")).isEqualTo("10.89.0.200");
    assertThatThrownBy(() -> field("spec.nodeName"))
        .hasMessageStartingWith("pod field spec.nodeName means nothing with podman; known are");
  }

  private static String field(String path) {
    return PodArguments.field(path, POD, "10.89.0.200");
  }

  private static PodTemplateSpec template(ServiceBuilder service) {
    Environment environment = ServiceBuilder.environment("dev", service);
    ReleasedImage image = new ReleasedImage("r/catalog@sha256:" + "1".repeat(64), "1.0");
    return Manifests.of(new Desired("shop", environment, Map.of("catalog", image)))
        .services()
        .get(0)
        .deployment()
        .getSpec()
        .getTemplate();
  }
}
