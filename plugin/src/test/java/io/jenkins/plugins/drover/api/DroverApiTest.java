package io.jenkins.plugins.drover.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.drover.ShopRepository;
import io.jenkins.plugins.drover.seed.SeedCause;
import io.jenkins.plugins.drover.seed.Seeding;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import jenkins.model.Jenkins;
import jenkins.security.ApiTokenProperty;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class DroverApiTest {
  private static final String ORDER =
      "{\"name\": \"c0\", \"application\": \"c0\", \"version\": \"1.2+git.3\"}";

  @TempDir private Path folder;
  private JenkinsRule jenkins;

  @BeforeEach
  void start(JenkinsRule rule) throws Exception {
    jenkins = rule;
    jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
    jenkins.jenkins.setAuthorizationStrategy(
        new MockAuthorizationStrategy()
            .grant(Jenkins.READ, Item.READ, Item.BUILD)
            .everywhere()
            .to("deployer")
            .grant(Jenkins.READ, Item.READ)
            .everywhere()
            .to("reader")
            .grant(Jenkins.READ)
            .everywhere()
            .to("stranger"));
    ShopRepository.of(folder, 1).configure();
    Seeding.get().run(SeedCause.BUTTON);
  }

  private HttpRequest.Builder request(String user, String path) throws Exception {
    String token;
    try (ACLContext as = ACL.as2(User.getById(user, true).impersonate2())) {
      ApiTokenProperty property = User.current().getProperty(ApiTokenProperty.class);
      token = property.generateNewToken("test").plainValue;
    }
    String login = Base64.getEncoder().encodeToString((user + ":" + token).getBytes());
    return HttpRequest.newBuilder(URI.create(jenkins.getURL() + "drover/api/" + path))
        .header("Authorization", "Basic " + login);
  }

  private HttpResponse<String> post(String user, String path, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            request(user, path).POST(BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString());
  }

  private WorkflowJob deployment() {
    return jenkins.jenkins.getItemByFullName("shop/deploy-dev", WorkflowJob.class);
  }

  @Test
  void anOrderStartsTheDeploymentWithThatVersion() throws Exception {
    HttpResponse<String> response = post("deployer", "dev/deploy", ORDER);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    JsonNode answer = new ObjectMapper().readTree(response.body());
    assertThat(answer.path("status").asText()).isEqualTo("deploying");
    WorkflowRun build = jenkins.waitForCompletion(waitForBuild());
    assertThat(build.getEnvironment(hudson.model.TaskListener.NULL))
        .containsEntry("versions", "c0=1.2+git.3");
    assertThat(JenkinsRule.getLog(build)).contains("Started by user deployer");
  }

  private WorkflowRun waitForBuild() throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      WorkflowRun build = deployment().getLastBuild();
      if (build != null) {
        return build;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no build was started");
  }

  @Test
  void whoMayNotBuildMayNotOrderAndWhoMayNotReadSeesNothing() throws Exception {
    assertThat(post("reader", "dev/deploy", ORDER).statusCode()).isEqualTo(403);
    assertThat(post("stranger", "dev/deploy", ORDER).statusCode()).isEqualTo(404);
    assertThat(
            HttpClient.newHttpClient()
                .send(request("deployer", "dev/deploy").GET().build(), BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(404);
    assertThat(deployment().getBuilds()).isEmpty();
    assertThat(Queue.getInstance().getItems()).isEmpty();
  }

  @Test
  void ordersThatAreWrongSayWhy() throws Exception {
    assertThat(post("deployer", "dev/deploy", "no json").statusCode()).isEqualTo(400);
    assertThat(post("deployer", "elsewhere/deploy", ORDER).statusCode()).isEqualTo(404);
    assertThat(
            post("deployer", "dev/deploy", ORDER.replace("\"name\": \"c0\"", "\"name\": \"x\""))
                .body())
        .contains("dev has no service x");
    assertThat(post("deployer", "dev/deploy", ORDER.replace("1.2+git.3", "1\\nother=2")).body())
        .contains("no version");
    assertThat(deployment().getBuilds()).isEmpty();
  }
}
