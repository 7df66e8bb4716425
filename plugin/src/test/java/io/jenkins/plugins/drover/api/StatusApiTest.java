package io.jenkins.plugins.drover.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.Queue;
import hudson.util.Secret;
import io.jenkins.plugins.drover.ClusterStandIn;
import io.jenkins.plugins.drover.ShopRepository;
import io.jenkins.plugins.drover.configuration.ClusterSettings;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class StatusApiTest {
  private static final String ORDER = "{\"name\": \"c0\", \"version\": \"2.0\"}";

  @TempDir private Path folder;
  private ClusterStandIn cluster;
  private JenkinsRule jenkins;
  private Caller caller;

  @BeforeEach
  void start(JenkinsRule rule) throws Exception {
    jenkins = rule;
    cluster = new ClusterStandIn();
    jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
    caller = Caller.user(jenkins, "ann");
    ShopRepository.of(folder, 2).seed();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> response = caller.get("drover/api/dev/" + path);
    for (int i = 0; i < 6 && response.body().contains("has not answered yet"); i++) {
      response = caller.get("drover/api/dev/" + path);
    }
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body());
  }

  @Test
  void servicesAreToldInEnvironmentOperatorsWordsByOneReadingForAll() throws Exception {
    cluster.run("c0", "1.4", 2, "");
    cluster.configure();

    JsonNode all = get("status");
    assertThat(all.path("environment").asText()).isEqualTo("dev");
    assertThat(all.path("namespace").asText()).isEqualTo("shop-dev");
    assertThat(all.path("as_of").asText()).isNotEmpty();
    JsonNode c0 = all.path("services").path(0);
    assertThat(c0.path("name").asText()).isEqualTo("c0");
    assertThat(c0.path("version").asText()).isEqualTo("1.4");
    assertThat(c0.path("status").asText()).isEqualTo("green");
    assertThat(c0.path("deployed_at").asText()).isEqualTo("2026-11-20T12:00:00Z");
    assertThat(c0.path("replicas").path("available").asInt()).isEqualTo(2);
    assertThat(c0.path("replicas").path("up_to_date").asInt()).isEqualTo(2);
    assertThat(c0.path("replicas").path("desired").asInt()).isEqualTo(2);
    assertThat(all.path("services").path(1).path("status").asText()).isEqualTo("red");
    assertThat(all.path("services").path(1).path("health").asText()).isEqualTo("missing");
    assertThat(get("status/c0")).isEqualTo(c0);
    assertThat(caller.get("drover/api/dev/status/nobody").statusCode()).isEqualTo(404);

    int before = cluster.asked();
    for (int i = 0; i < 20; i++) {
      get("status");
    }
    assertThat(cluster.asked()).isEqualTo(before);
  }

  @Test
  void whoWaitsForGreenWaitsForTheOrderAndLearnsThatItFailed() throws Exception {
    cluster.run("c0", "1.4", 2, "");
    cluster.configure();
    assertThat(get("status/c0").path("status").asText()).isEqualTo("green");

    jenkins.jenkins.doQuietDown();
    assertThat(caller.post("drover/api/dev/deploy", ORDER).statusCode()).isEqualTo(202);
    assertThat(get("status/c0").path("status").asText()).isEqualTo("orange");
    assertThat(get("status/c0").path("order").asText()).isEqualTo("under_way");
    assertThat(get("status/c1").path("order").isMissingNode()).isTrue();

    jenkins.jenkins.doCancelQuietDown();
    Queue.getInstance().scheduleMaintenance();
    // It fails: no image with the command is configured.
    caller.deployment("dev");
    assertThat(get("status/c0").path("status").asText()).isEqualTo("red");
    assertThat(get("status/c0").path("order").asText()).isEqualTo("failed");
    assertThat(get("status/c0").path("health").asText()).isEqualTo("healthy");
  }

  @Test
  void podsAreToldWithTheirLogsAndWithoutSecrets() throws Exception {
    SystemCredentialsProvider.getInstance()
        .getCredentials()
        .add(
            new StringCredentialsImpl(
                CredentialsScope.GLOBAL, "dev.db.password", "", Secret.fromString("pa55w0rd")));
    cluster.run("c0", "1.4", 1, "2026-11-20T12:00:00Z connects as c0:pa55w0rd\n");
    cluster.configure();

    JsonNode pods = get("status/c0/pods").path("pods");
    assertThat(pods).hasSize(1);
    JsonNode pod = pods.path(0);
    assertThat(pod.path("Name").asText()).isEqualTo("c0-1");
    assertThat(pod.path("Phase").asText()).isEqualTo("Running");
    assertThat(pod.path("StartTime").asText()).isEqualTo("2026-11-20T11:59:01Z");
    assertThat(pod.path("Message").asText()).isEmpty();
    assertThat(pod.path("Logs").asText()).isEqualTo("2026-11-20T12:00:00Z connects as c0:****\n");
  }

  @Test
  void aClusterThatIsAwayIsSaid() throws Exception {
    ClusterSettings settings = new ClusterSettings("");
    settings.setCredentialsId("no-such-credentials");
    DroverConfiguration.get().setClusters(List.of(settings));

    HttpResponse<String> response = caller.get("drover/api/dev/status");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
    JsonNode error = new ObjectMapper().readTree(response.body());
    assertThat(error.path("error").asText()).startsWith("what dev runs is not known: ");
    assertThat(error.path("hint").asText()).contains("kubeconfig");
  }
}
