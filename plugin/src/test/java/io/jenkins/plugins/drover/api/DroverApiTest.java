package io.jenkins.plugins.drover.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.util.Secret;
import io.jenkins.plugins.drover.People;
import io.jenkins.plugins.drover.ShopRepository;
import io.jenkins.plugins.drover.configuration.ApiTokenSettings;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class DroverApiTest {
  private static final String DEPLOY = "drover/api/dev/deploy";
  private static final String ORDER =
      "{\"name\": \"c0\", \"application\": \"c0\", \"version\": \"1.2+git.3\"}";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final LogRecorder audit = new LogRecorder();
  private JenkinsRule jenkins;
  private Caller deployer;
  private Caller reader;
  private Caller stranger;

  @BeforeEach
  void start(JenkinsRule rule) throws Exception {
    jenkins = rule;
    audit.record("io.jenkins.plugins.drover.audit", Level.INFO).capture(100);
    People.in(jenkins).grant(Item.DISCOVER).everywhere().to("stranger");
    deployer = Caller.user(jenkins, "deployer");
    reader = Caller.user(jenkins, "reader");
    stranger = Caller.user(jenkins, "stranger");
    ShopRepository.of(folder, 1).seed();
  }

  private WorkflowJob deployment() {
    return jenkins.jenkins.getItemByFullName("shop/deploy-dev", WorkflowJob.class);
  }

  private List<JsonNode> audited(int lines) throws Exception {
    for (int i = 0; i < 300 && audit.getMessages().size() < lines; i++) {
      Thread.sleep(100);
    }
    List<JsonNode> all = new java.util.ArrayList<>();
    for (String line : audit.getMessages()) {
      all.add(JSON.readTree(line));
    }
    assertThat(all).hasSize(lines);
    return all;
  }

  @Test
  void anOrderStartsTheDeploymentWithThatVersionAndItsEndIsAudited() throws Exception {
    HttpResponse<String> response = deployer.post(DEPLOY, ORDER);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    JsonNode answer = JSON.readTree(response.body());
    assertThat(answer.path("status").asText()).isEqualTo("deploying");
    WorkflowRun build = deployer.deployment("dev");
    assertThat(build.getEnvironment(hudson.model.TaskListener.NULL))
        .containsEntry("versions", "c0=1.2+git.3");
    assertThat(JenkinsRule.getLog(build)).contains("Started by user deployer");

    // It fails: no image with the command is configured.
    List<JsonNode> lines = audited(2);
    for (JsonNode line : lines) {
      assertThat(line.path("actor").asText()).isEqualTo("deployer");
      assertThat(line.path("action").asText()).isEqualTo("deploy");
      assertThat(line.path("environment").asText()).isEqualTo("dev");
      assertThat(line.path("service").asText()).isEqualTo("c0");
      assertThat(line.path("to").asText()).isEqualTo("1.2+git.3");
      assertThat(line.path("time").asText()).startsWith("20");
    }
    assertThat(lines.get(0).path("result").asText()).isEqualTo("ordered");
    assertThat(lines.get(1).path("result").asText()).isEqualTo("failed");
    assertThat(lines.get(1).path("job").asText()).isEqualTo("shop/deploy-dev#1");
  }

  @Test
  void anOrderThatIsCancelledIsAuditedToo() throws Exception {
    jenkins.jenkins.doQuietDown();
    assertThat(deployer.post(DEPLOY, ORDER).statusCode()).isEqualTo(202);
    Queue.getInstance().clear();

    JsonNode end = audited(2).get(1);
    assertThat(end.path("result").asText()).isEqualTo("aborted");
    assertThat(end.path("job").asText()).isEqualTo("shop/deploy-dev");
  }

  @Test
  void whoMayNotBuildMayNotOrderAndWhoMayNotReadSeesNothing() throws Exception {
    HttpResponse<String> refused = reader.post(DEPLOY, ORDER);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(JSON.readTree(refused.body()).path("error").asText())
        .isEqualTo("reader may not start the job shop/deploy-dev");

    HttpResponse<String> hidden = stranger.post(DEPLOY, ORDER);
    HttpResponse<String> absent = stranger.post("drover/api/elsewhere/deploy", ORDER);
    assertThat(hidden.statusCode()).isEqualTo(404);
    assertThat(absent.statusCode()).isEqualTo(404);
    assertThat(withoutPlace(hidden)).isEqualTo(withoutPlace(absent));
    assertThat(withoutPlace(hidden).toString()).doesNotContain("shop");
    for (String path : List.of("status", "status/c0", "status/c0/pods")) {
      assertThat(stranger.get("drover/api/dev/" + path).statusCode()).isEqualTo(404);
    }

    assertThat(deployer.get(DEPLOY).statusCode()).isEqualTo(405);
    assertThat(deployment().getBuilds()).isEmpty();
    assertThat(Queue.getInstance().getItems()).isEmpty();
    assertThat(audit.getMessages()).isEmpty();
  }

  private static JsonNode withoutPlace(HttpResponse<String> response) throws Exception {
    return ((ObjectNode) JSON.readTree(response.body())).without("where");
  }

  @Test
  void ordersThatAreWrongSayWhatWhereAndWhatToDo() throws Exception {
    HttpResponse<String> broken = deployer.post(DEPLOY, "no json");
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(broken.headers().firstValue("Content-Type").orElse("")).contains("application/json");
    JsonNode error = JSON.readTree(broken.body());
    assertThat(error.path("error").asText()).isEqualTo("the body is no JSON object");
    assertThat(error.path("where").asText()).isEqualTo("/drover/api/dev/deploy");
    assertThat(error.path("hint").asText()).contains("version");

    assertThat(deployer.post("drover/api/elsewhere/deploy", ORDER).statusCode()).isEqualTo(404);
    assertThat(deployer.post(DEPLOY, " ".repeat(70_000)).statusCode()).isEqualTo(413);
    assertThat(deployer.post(DEPLOY, ORDER.replace("\"name\": \"c0\"", "\"name\": \"<x>\"")).body())
        .contains("dev has no service ?x?");
    assertThat(
            deployer
                .post(
                    DEPLOY, ORDER.replace("\"application\": \"c0\"", "\"application\": \"other\""))
                .body())
        .contains("the service c0 runs c0, not other");
    assertThat(deployer.post(DEPLOY, ORDER.replace("1.2+git.3", "1\\nother=2")).body())
        .contains("is no version");
    assertThat(deployment().getBuilds()).isEmpty();
  }

  private void tokens(ApiTokenSettings... tokens) throws Exception {
    for (String id : List.of("all-token", "prod-token", "gone-token")) {
      SystemCredentialsProvider.getInstance()
          .getCredentials()
          .add(
              new StringCredentialsImpl(
                  CredentialsScope.GLOBAL, id, "", Secret.fromString("s3cret-" + id)));
    }
    SystemCredentialsProvider.getInstance().save();
    DroverConfiguration.get().setApiTokens(List.of(tokens));
  }

  @Test
  void aTokenOfTheSettingsStandsForItsUserInThisApiAlone() throws Exception {
    ApiTokenSettings prod = new ApiTokenSettings("prod-token", "deployer");
    prod.setEnvironment("prod");
    tokens(new ApiTokenSettings("all-token", "reader"), prod);

    HttpResponse<String> refused = Caller.bearer(jenkins, "s3cret-all-token").post(DEPLOY, ORDER);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    assertThat(refused.body()).contains("reader may not start");
    Caller program = Caller.bearer(jenkins, "s3cret-prod-token");
    assertThat(program.post("drover/api/prod/deploy", ORDER).statusCode()).isEqualTo(202);
    assertThat(audited(1).get(0).path("actor").asText()).isEqualTo("deployer");

    for (Caller nobody :
        List.of(program, Caller.bearer(jenkins, "s3cret"), Caller.bearer(jenkins, ""))) {
      HttpResponse<String> unknown = nobody.post(DEPLOY, ORDER);
      assertThat(unknown.statusCode()).isEqualTo(401);
      assertThat(unknown.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(JSON.readTree(unknown.body()).path("error").asText()).contains("token");
    }
    for (String elsewhere :
        List.of(
            "job/shop/api/json",
            "drover/api/prod/../../../job/shop/api/json",
            "drover/api/prod/%2e%2e/%2e%2e/%2e%2e/job/shop/api/json",
            "drover/api/prod;x/status")) {
      for (HttpResponse<String> answer :
          List.of(program.get(elsewhere), program.post(elsewhere, ""))) {
        assertThat(answer.statusCode()).as(elsewhere).isGreaterThanOrEqualTo(400);
        assertThat(answer.body()).as(elsewhere).doesNotContain("deploy-dev");
      }
    }
    assertThat(deployment().getBuilds()).isEmpty();
  }

  @Test
  void aTokenOfNobodyOrOfNothingLetsNobodyIn() throws Exception {
    tokens(
        new ApiTokenSettings("gone-token", "nobody-of-that-name"),
        new ApiTokenSettings("no-such-credentials", "deployer"));
    jenkins.jenkins.setSecurityRealm(
        new hudson.security.HudsonPrivateSecurityRealm(false, false, null));

    assertThat(Caller.bearer(jenkins, "s3cret-gone-token").post(DEPLOY, ORDER).statusCode())
        .isEqualTo(401);
    assertThat(Caller.bearer(jenkins, "").post(DEPLOY, ORDER).statusCode()).isEqualTo(401);
    assertThat(deployment().getBuilds()).isEmpty();
  }
}
