package io.drover.jenkins.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A controller that is killed, the one that comes after it, and one beside it. */
@Tag("jenkins")
@NeedsCluster
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class HandoverTest {
  private static final String ACCOUNT = "jenkins";
  private static final Path MANIFESTS = Path.of("kubernetes/base/agents/agents.yaml");
  private static final String QUESTION = "Let the release of shop into dev?";

  @TempDir private Path folder;
  private ShopRepository repository;
  private Path image;
  private final Map<String, String> variables = new HashMap<>();

  /** Approvals are asked for before there is an agent, so that none has to be there. */
  @BeforeEach
  void begin(TestCluster cluster) throws Exception {
    image = BakedImage.in(folder, HandoverTest.class);
    repository = ShopRepository.in(folder);
    Path environments = repository.path().resolve("environments.yaml");
    String text = Files.readString(environments);
    Files.writeString(environments, text.replaceFirst("mode: auto", "mode: manual"));
    repository.commit("People let releases into dev");
    account(cluster.client(), cluster.namespace());
    Config access =
        Config.fromKubeconfig(cluster.kubeconfig(cluster.namespace(), ACCOUNT, folder).toFile());
    variables.put("SEED_JOBS_REPO", repository.url());
    variables.put("DROVER_IMAGE", "registry.invalid/drover:1");
    variables.put("DROVER_AGENT_NAMESPACE", cluster.namespace());
    variables.put("DROVER_CLUSTER_URL", access.getMasterUrl().replaceFirst("/$", ""));
    variables.put("DROVER_CLUSTER_TOKEN", access.getAutoOAuthToken());
    variables.put("DROVER_CLUSTER_CA", authority(access));
  }

  /** Jenkins' own account with the rights that it has in the namespace of agents. */
  private static void account(KubernetesClient admin, String namespace) throws IOException {
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(ACCOUNT)
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
    try (InputStream manifests = Files.newInputStream(MANIFESTS)) {
      admin.load(manifests).items().stream()
          .filter(Role.class::isInstance)
          .forEach(role -> admin.resource(role).inNamespace(namespace).create());
    }
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(ACCOUNT)
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", ACCOUNT)
                .addNewSubject("", "ServiceAccount", ACCOUNT, namespace)
                .build())
        .create();
  }

  private static String authority(Config access) throws IOException {
    return access.getCaCertData() == null
        ? Files.readString(Path.of(access.getCaCertFile()))
        : new String(Base64.getDecoder().decode(access.getCaCertData()), StandardCharsets.UTF_8);
  }

  private Controller start(String name) throws IOException {
    return Controller.start(image, Files.createDirectories(folder.resolve(name)), variables);
  }

  private static String text(Controller controller, String path) {
    try {
      return controller.get("/job/shop/job/" + path).body();
    } catch (IOException | InterruptedException e) {
      return e.toString();
    }
  }

  private static void awaitQuestion(Controller controller) throws Exception {
    controller.await(
        () -> text(controller, "deploy-dev/1/consoleText").contains(QUESTION), "nobody is asked");
  }

  @Test
  void whatAKilledControllerHadUnderWayAndMissedIsTakenUpOnce() throws Exception {
    try (Controller first = start("first").awaitUp().awaitSeeded()) {
      first.post("/job/shop/job/deploy-dev/buildWithParameters");
      awaitQuestion(first);
      try (Controller second = start("second").awaitUp().awaitSeeded()) {
        second.await(
            () -> second.line("Another Jenkins (").isPresent(), "the first one is not heard of");
        assertThat(second.get("/manage/").body()).contains("serves this project");
        Files.writeString(repository.path().resolve("NEWS"), "new\n");
        repository.commit("news");
        second.post("/drover/seed");
        second.await(
            () -> second.line("somebody asked for it").isPresent(), "the repository is not asked");
        assertThat(text(second, "pipeline/api/json")).contains("\"builds\":[]");
        assertThat(text(second, "deploy-dev/api/json")).contains("\"builds\":[]");
      }
      first.kill();
      first.loseHome();
    }
    try (Controller next = start("first").awaitUp().awaitSeeded()) {
      awaitQuestion(next);
      next.await(() -> text(next, "pipeline/1/consoleText").contains(" is new"), "no pipeline");

      assertThat(text(next, "deploy-dev/1/consoleText"))
          .contains("Taken up from the Jenkins before this one: Started by user admin");
      assertThat(text(next, "deploy-dev/api/json")).contains("\"nextBuildNumber\":2");
      assertThat(text(next, "pipeline/api/json")).contains("\"nextBuildNumber\":2");
    }
  }
}
