package io.jenkins.plugins.drover.board;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.ParametersAction;
import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.release.ReleaseRecord;
import io.drover.engine.release.ReleaseStore;
import io.drover.engine.release.Releases;
import io.drover.engine.release.TestOutcome;
import io.drover.engine.release.TestOutcome.Result;
import io.jenkins.plugins.drover.ClusterStandIn;
import io.jenkins.plugins.drover.People;
import io.jenkins.plugins.drover.ShopRepository;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class BoardPageTest {
  private static final String PAGE = "job/shop/board/";
  private static final String MARKUP = "<img src=x onerror=alert(1)>";

  @TempDir private Path folder;
  private JenkinsRule jenkins;
  private ClusterStandIn cluster;
  private final Records records = new Records();

  /** The records of environments as the engine would write them into the cluster. */
  private static final class Records implements ReleaseStore {
    private final Map<String, ReleaseRecord> all = new HashMap<>();

    @Override
    public ReleaseRecord read(String environment) {
      return all.getOrDefault(environment, ReleaseRecord.EMPTY);
    }

    @Override
    public ReleaseRecord change(String environment, UnaryOperator<ReleaseRecord> change) {
      all.put(environment, change.apply(read(environment)));
      return read(environment);
    }
  }

  @BeforeEach
  void start(JenkinsRule rule) throws Exception {
    jenkins = rule;
    People.in(jenkins);
    cluster = new ClusterStandIn();
    ShopRepository repository = ShopRepository.of(folder, 1);
    repository.file(
        "environments.yaml",
        """
        project: shop
        environments:
          - name: dev
            services: [{name: c0}, {name: c1, application: c0, deployment: {method: bluegreen}}]
            tests:
              - {name: smoke, commands: [{shell: "true"}]}
              - {name: load, type: locust, locustfile: l.py, host: c0, users: 1, spawn_rate: 1, run_time: 5s}
          - name: prod
            services: [{name: c0}]
        """);
    repository.commit();
    repository.seed();
    // Neither library nor agents are there, and none is needed to see that a job was started.
    for (WorkflowJob job : jenkins.jenkins.getAllItems(WorkflowJob.class)) {
      job.setDefinition(new CpsFlowDefinition("echo 'done'", true));
    }
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private static Release release(char digit, String version) {
    String image = "registry.example.com/c0@sha256:" + String.valueOf(digit).repeat(64);
    return new Release(Map.of("c0", new ReleasedImage(image, version)));
  }

  private static TestOutcome outcome(
      String test, Release release, Result result, Map<String, Double> figures, String why) {
    return TestOutcome.now(test, "locust", release, result, Duration.ofSeconds(5))
        .with(Map.of(), figures, Optional.of(why).filter(w -> !w.isEmpty()));
  }

  /** Two releases after each other, the second with its tests. */
  private void deployed(Result smoke, String why) throws Exception {
    Releases releases = new Releases(records, "jane", change -> {});
    Release former = release('a', "1.0");
    Release now = release('b', "2.0");
    releases.markDeployed("dev", former);
    releases.markTest(
        "dev", outcome("load", former, Result.PASSED, Map.of("p95_ms", 80.0, "rps", 40.0), ""));
    releases.markDeployed("dev", now);
    releases.markTest("dev", outcome("smoke", now, smoke, Map.of(), why));
    releases.markTest(
        "dev", outcome("load", now, Result.PASSED, Map.of("p95_ms", 95.4, "rps", 38.26), ""));
    cluster.run("c0", "2.0", 2, "");
    cluster.record("shop", "dev", records.read("dev"));
    cluster.configure();
  }

  private WebClient as(String user) throws Exception {
    return People.as(user, jenkins);
  }

  /** The page, as soon as the cluster was seen. */
  private HtmlPage seen(WebClient client, String text) throws Exception {
    HtmlPage page = client.goTo(PAGE);
    for (int i = 0; i < 200 && !page.asNormalizedText().contains(text); i++) {
      Thread.sleep(100);
      page = client.goTo(PAGE);
    }
    assertThat(page.asNormalizedText()).contains(text);
    return page;
  }

  private static Optional<HtmlForm> form(HtmlPage page, String act, String text) {
    return page.getForms().stream()
        .filter(form -> form.getActionAttribute().endsWith("/board/" + act))
        .filter(form -> form.asNormalizedText().contains(text))
        .findFirst();
  }

  private WorkflowJob job(String name) {
    return jenkins.jenkins.getItemByFullName("shop/" + name, WorkflowJob.class);
  }

  private WorkflowRun finished(WorkflowJob job) throws Exception {
    jenkins.waitUntilNoActivity();
    return job.getLastBuild();
  }

  private static String release(WorkflowRun build) {
    return parameter(build, "release");
  }

  private static String parameter(WorkflowRun build, String name) {
    return build.getAction(ParametersAction.class).getParameter(name).getValue().toString();
  }

  private int post(WebClient client, String act, String... fields) throws Exception {
    WebRequest request =
        client.addCrumb(new WebRequest(new URL(jenkins.getURL(), PAGE + act), HttpMethod.POST));
    List<NameValuePair> parameters = new ArrayList<>(request.getRequestParameters());
    for (int i = 0; i < fields.length; i += 2) {
      parameters.add(new NameValuePair(fields[i], fields[i + 1]));
    }
    request.setRequestParameters(parameters);
    return client.getPage(request).getWebResponse().getStatusCode();
  }

  @Test
  void pageAndViewShowWhatTheClusterRunsAndAskItNothingForThat() throws Exception {
    deployed(Result.PASSED, "");
    WebClient reader = as("reader");
    HtmlPage page = seen(reader, "smoke: passed");

    String text = page.asNormalizedText();
    assertThat(text)
        .contains(release('b', "2.0").id(), "by jane", "load: passed", "1/2 services fine")
        .contains("healthy", "2/2 ready", "2.0", "missing")
        .contains("p95", "80", "95", "40.0", "38.3", "ConfigMap drover in namespace shop-prod");
    assertThat(page.getElementById("drover-plan")).isNotNull();
    List<DomElement> nodes = page.getByXPath("//*[local-name()='svg']//*[local-name()='a']");
    assertThat(nodes.stream().map(a -> a.getAttribute("aria-label")))
        .contains("build:c0: not run", "test:dev/smoke: not run", "promote:prod: not run");
    int asked = cluster.asked();
    for (int i = 0; i < 10; i++) {
      reader.goTo(PAGE);
    }
    assertThat(cluster.asked()).isEqualTo(asked);
    assertThat(reader.goTo(PAGE + "update").asNormalizedText()).contains("smoke: passed");

    jenkins.jenkins.addView(new BoardView("shop-board"));
    assertThat(as("reader").goTo("view/shop-board").asNormalizedText()).contains("smoke: passed");
    page = as("deployer").goTo("view/shop-board");
    assertThat(form(page, "promote", "").orElseThrow().getActionAttribute())
        .endsWith("/job/shop/board/promote");
    assertThat(as("stranger").goTo("view/shop-board").asNormalizedText())
        .contains("none that you may see")
        .doesNotContain("smoke");
    assertThat(as("admin").goTo("view/shop-board/configure").getWebResponse().getStatusCode())
        .isEqualTo(200);
  }

  @Test
  void namesAreTextNothingIsInlineAndWhatFailedIsNotOffered() throws Exception {
    Release odd = release('c', MARKUP);
    Releases releases = new Releases(records, MARKUP, change -> {});
    releases.markDeployed("dev", odd);
    releases.markTest("dev", outcome("smoke", odd, Result.FAILED, Map.of(), "it said " + MARKUP));
    cluster.run("c0", "2.0", 1, "");
    cluster.record("shop", "dev", records.read("dev"));
    cluster.configure();

    HtmlPage page = seen(as("deployer"), "smoke: failed");
    assertThat(page.asNormalizedText()).contains("by " + MARKUP, "it said " + MARKUP);
    assertThat(form(page, "promote", "")).isEmpty();
    String board = "//*[@id='drover-board']";
    assertThat(page.getByXPath(board + "//img")).isEmpty();
    assertThat(page.getByXPath(board + "//script")).isEmpty();
    assertThat(page.getByXPath(board + "//@style")).isEmpty();
    assertThat(page.getByXPath(board + "//@*[starts-with(name(), 'on')]")).isEmpty();
  }

  @Test
  void whoMayBuildPromotesAndRollsBackWhatWasSeenAndNobodyElseDoes() throws Exception {
    deployed(Result.PASSED, "");
    WebClient deployer = as("deployer");

    String id = release('b', "2.0").id();
    WebClient reader = as("reader");
    HtmlPage page = seen(reader, "smoke: passed");
    assertThat(form(page, "promote", "")).isEmpty();
    assertThat(form(page, "rollback", "")).isEmpty();
    for (String act : List.of("promote", "deploy", "rollback")) {
      assertThat(post(reader, act, "environment", "dev", "release", id)).isEqualTo(403);
      assertThat(post(as("stranger"), act, "environment", "dev", "release", id)).isEqualTo(404);
      assertThat(
              as("deployer")
                  .goTo(PAGE + act + "?environment=dev&release=" + id, null)
                  .getWebResponse()
                  .getStatusCode())
          .isEqualTo(404);
    }
    // What was seen is not there any more, or never was.
    assertThat(post(deployer, "promote", "environment", "dev", "release", release('a', "1.0").id()))
        .isEqualTo(400);
    assertThat(post(deployer, "deploy", "environment", "dev", "release", id)).isEqualTo(400);
    for (String act : List.of("deploy", "rollback")) {
      assertThat(post(deployer, act, "environment", "dev", "release", "$(id)")).isEqualTo(400);
      assertThat(post(deployer, act, "environment", "nowhere", "release", id)).isEqualTo(404);
    }
    assertThat(as("stranger").goTo(PAGE).getWebResponse().getStatusCode()).isEqualTo(404);
    jenkins.waitUntilNoActivity();
    assertThat(job("promote-dev").getLastBuild()).isNull();
    assertThat(job("rollback-dev").getLastBuild()).isNull();

    page = seen(deployer, "Promote to prod");
    try (LogRecorder log = new LogRecorder()) {
      log.record("io.jenkins.plugins.drover.audit", Level.INFO).capture(9);
      jenkins.submit(form(page, "promote", "").orElseThrow());
      assertThat(log.getMessages()).hasSize(1);
      assertThat(log.getMessages().get(0))
          .contains("\"actor\":\"deployer\"", "\"action\":\"promote\"", "\"environment\":\"dev\"")
          .contains(release('b', "2.0").id(), "shop/promote-dev", "\"result\":\"ordered\"");
    }
    WorkflowRun promotion = finished(job("promote-dev"));
    assertThat(release(promotion)).isEqualTo(release('b', "2.0").id());
    assertThat(JenkinsRule.getLog(promotion)).contains("Started by user deployer");

    page = deployer.goTo(PAGE);
    jenkins.submit(form(page, "rollback", "Roll back dev").orElseThrow());
    assertThat(release(finished(job("rollback-dev")))).isEqualTo(release('a', "1.0").id());
    assertThat(job("deploy-dev").getLastBuild()).isNull();
  }

  @Test
  void whoMayBuildLeadsRequestsToTheColourThatIsIdle() throws Exception {
    cluster.runColours("c1", "1.0", "2.0");
    deployed(Result.PASSED, "");
    HtmlPage page = seen(as("reader"), "green idle");
    assertThat(form(page, "switch", "")).isEmpty();
    String[] green = {"environment", "dev", "service", "c1", "colour", "green"};
    assertThat(post(as("reader"), "switch", green)).isEqualTo(403);
    String[] blue = {"environment", "dev", "service", "c1", "colour", "blue"};
    assertThat(post(as("deployer"), "switch", blue)).isEqualTo(400);
    String[] other = {"environment", "dev", "service", "c0", "colour", "green"};
    assertThat(post(as("deployer"), "switch", other)).isEqualTo(400);
    jenkins.waitUntilNoActivity();
    assertThat(job("switch-dev").getLastBuild()).isNull();
    assertThat(job("switch-prod")).isNull();

    page = seen(as("deployer"), "Switch…");
    try (LogRecorder log = new LogRecorder()) {
      log.record("io.jenkins.plugins.drover.audit", Level.INFO).capture(9);
      jenkins.submit(form(page, "switch", "Switch c1 to green").orElseThrow());
      assertThat(log.getMessages()).hasSize(1);
      assertThat(log.getMessages().get(0))
          .contains("\"actor\":\"deployer\"", "\"action\":\"switch\"", "\"service\":\"c1\"")
          .contains("\"from\":\"blue\"", "\"to\":\"green\"", "shop/switch-dev");
    }
    WorkflowRun build = finished(job("switch-dev"));
    assertThat(parameter(build, "service")).isEqualTo("c1");
    assertThat(parameter(build, "colour")).isEqualTo("green");
  }

  @Test
  void whatWaitsForApprovalIsShownAndApprovedByWhoMay() throws Exception {
    deployed(Result.PASSED, "");
    WorkflowJob job = job("promote-dev");
    job.setDefinition(
        new CpsFlowDefinition(
            "echo 'by ' + input(message: 'Let it into prod?', ok: 'Approve', submitterParameter: 'approvedBy')",
            true));
    WorkflowRun build = job.scheduleBuild2(0).waitForStart();
    jenkins.waitForMessage("Let it into prod?", build);

    HtmlPage page = seen(as("reader"), "Let it into prod?");
    assertThat(page.asNormalizedText()).contains("It is for others to answer");
    String input = Approvals.of(job).get(0).input();
    String[] fields = {"job", "shop/promote-dev", "build", "1", "input", input};
    assertThat(post(as("reader"), "approve", fields)).isEqualTo(400);
    assertThat(build.isBuilding()).isTrue();

    page = seen(as("deployer"), "Let it into prod?");
    // Nothing else is begun meanwhile.
    assertThat(form(page, "promote", "")).isEmpty();
    jenkins.submit(form(page, "approve", "").orElseThrow());
    jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
    assertThat(JenkinsRule.getLog(build)).contains("Approved by deployer", "by deployer");
    assertThat(post(as("deployer"), "approve", fields)).isEqualTo(400);
  }
}
