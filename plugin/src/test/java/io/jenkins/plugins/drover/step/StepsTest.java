package io.jenkins.plugins.drover.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.drover.RegistryStandIn;
import io.jenkins.plugins.drover.ShopRepository;
import io.jenkins.plugins.drover.configuration.AgentDefaults;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import io.jenkins.plugins.drover.configuration.RegistrySettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class StepsTest {
  private static final String MARK = "answer: ";

  @TempDir private Path folder;
  private JenkinsRule jenkins;
  private ShopRepository repository;

  @BeforeEach
  void seed(JenkinsRule rule) throws Exception {
    jenkins = rule;
    repository = ShopRepository.of(folder, 2);
    repository.seed();
  }

  private WorkflowJob job(String script) throws Exception {
    WorkflowJob job = jenkins.createProject(WorkflowJob.class);
    job.setDefinition(new CpsFlowDefinition(script, true));
    return job;
  }

  /** What a step returns, as the contract's schema has it. */
  private Map<?, ?> answer(String definition, String call, StringParameterValue... parameters)
      throws Exception {
    WorkflowJob job = job("echo '" + MARK + "' + groovy.json.JsonOutput.toJson(" + call + ")");
    for (StringParameterValue parameter : parameters) {
      job.addProperty(
          new ParametersDefinitionProperty(new StringParameterDefinition(parameter.getName(), "")));
    }
    WorkflowRun build =
        jenkins.assertBuildStatusSuccess(
            job.scheduleBuild2(
                0,
                new CauseAction(new Cause.UserIdCause("ann")),
                new ParametersAction(List.of(parameters))));
    String line =
        JenkinsRule.getLog(build).lines().filter(l -> l.startsWith(MARK)).findFirst().orElseThrow();
    String json = line.substring(MARK.length());
    assertThat(Contract.problems(definition, json)).isEmpty();
    return new ObjectMapper().readValue(json, Map.class);
  }

  private String failure(String script) throws Exception {
    WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job(script));
    return JenkinsRule.getLog(build);
  }

  @Test
  void thePlanIsTheJobsStageByStageWithWhatTheBuildWasStartedWith() throws Exception {
    Map<?, ?> plan =
        answer("plan", "droverPlan(project: 'shop')", new StringParameterValue("upTo", "dev"));

    List<?> stages = (List<?>) plan.get("stages");
    assertThat(stages.stream().map(stage -> ((Map<?, ?>) stage).get("name").toString()))
        .containsExactly("Builds", "Images", "Deploy dev", "Promote dev");
    assertThat(stages.toString()).contains("/shop/build-c0", "/shop/deploy-dev");
    assertThat(jenkins.jenkins.getItemByFullName("shop/deploy-dev")).isNotNull();
  }

  @Test
  void aTaskIsToldWithPodScriptsAndLoginsById() throws Exception {
    try (RegistryStandIn empty = new RegistryStandIn(Optional.empty())) {
      RegistrySettings registry = new RegistrySettings(empty.address());
      registry.setCredentialsId("registry-login");
      AgentDefaults agents = new AgentDefaults();
      agents.setImage("registry.example.com/drover:1");
      DroverConfiguration.get().setRegistry(registry);
      DroverConfiguration.get().setAgents(agents);

      Map<?, ?> deploy =
          answer(
              "task",
              "droverTaskSpec(task: 'deploy:dev', parameters: [project: 'shop'])",
              new StringParameterValue("versions", "c0=1.2"));
      assertThat(deploy.get("podYaml").toString())
          .contains("registry.example.com/drover:1")
          .containsPattern("DROVER_ACTOR\"?\\s+value: \"?ann");
      assertThat(deploy.get("steps").toString())
          .contains("drover task deploy:dev", "c0=1.2", "id=registry-login, kind=file");

      Map<?, ?> back =
          answer("task", "droverTaskSpec(task: 'rollback:dev', parameters: [project: 'shop'])");
      assertThat(back.get("once")).isEqualTo(true);
      assertThat(back.get("steps").toString())
          .contains("drover task rollback:dev", "id=registry-login, kind=file");

      Map<?, ?> build =
          answer("task", "droverTaskSpec(task: 'build:c0', parameters: [project: 'shop'])");
      assertThat(build.get("again")).isEqualTo(true);
      assertThat(build.get("steps").toString()).contains("--agent-image");
    }
    assertThat(failure("droverTaskSpec(task: 'build:nobody', parameters: [project: 'shop'])"))
        .contains("nobody")
        .doesNotContain("\tat ");
    assertThat(failure("droverTaskSpec(task: 'build:c0', parameters: [:])"))
        .contains("which project is meant?");
  }

  @Test
  void seedingIsToldToThePipeline() throws Exception {
    assertThat(answer("seed", "droverSeedProject(project: 'shop')").get("summary").toString())
        .startsWith("0 created");

    repository.file("build.yaml", "project: shop\ncomponets: []\n");
    repository.commit();
    Map<?, ?> broken = answer("seed", "droverSeedProject(project: 'shop')");
    assertThat(broken.get("failed")).isEqualTo(true);
    assertThat(broken.get("problems").toString()).contains("build.yaml:2:1: error:");
  }

  @Test
  void whatCannotBeDoneIsSaidInALineWithoutStackTrace() throws Exception {
    assertThat(failure("droverPlan(project: 'other')"))
        .contains("ERROR: this Jenkins has the project shop, and none named other")
        .doesNotContain("\tat ");
    assertThat(failure("droverReport(task: 'build:c0', result: [status: 'fine'])"))
        .contains("succeeded, failed or waiting, not 'fine'");
    assertThat(failure("droverReport(task: 'build:c0', result: [status: 'failed', cause: 'x'])"))
        .contains("knows no field cause");
  }

  @Test
  void aReportStaysWithTheBuildAndIsShown() throws Exception {
    WorkflowRun build =
        jenkins.assertBuildStatusSuccess(
            job("""
                    droverReport(task: 'build:c0', result: [status: 'waiting', reason: 'Release?'])
                    droverReport(task: 'build:c0', result:
                      [status: 'failed', reason: '2 <b>tests</b> failed', failedTests: 2, approvedBy: 'ann'])
                    """)
                .scheduleBuild2(0));

    build.reload();
    TaskReportAction report = build.getAction(TaskReportAction.class);
    assertThat(build.getActions(TaskReportAction.class)).hasSize(1);
    assertThat(report.getStatus()).isEqualTo("failed");
    assertThat(report.getFailedTests()).isEqualTo(2);
    String page = jenkins.createWebClient().getPage(build).getWebResponse().getContentAsString();
    assertThat(page).contains("2 &lt;b", "Approved by ann").doesNotContain("<b>tests");
  }

  @Test
  void theSnippetGeneratorWritesThem() throws Exception {
    assertThat(Snippetizer.object2Groovy(new PlanStep("shop"))).isEqualTo("droverPlan 'shop'");
    assertThat(Snippetizer.object2Groovy(new SeedProjectStep("shop")))
        .isEqualTo("droverSeedProject 'shop'");
    assertThat(Snippetizer.object2Groovy(new ReportStep("build:c0", Map.of("status", "succeeded"))))
        .isEqualTo("droverReport result: [status: 'succeeded'], task: 'build:c0'");
    String page =
        jenkins.createWebClient().goTo("pipeline-syntax/").getWebResponse().getContentAsString();
    assertThat(page).contains("droverPlan", "droverReport", "droverSeedProject", "droverTaskSpec");
  }
}
