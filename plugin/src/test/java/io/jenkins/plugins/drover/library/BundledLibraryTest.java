package io.jenkins.plugins.drover.library;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.drover.ShopRepository;
import io.jenkins.plugins.drover.seed.SeedCause;
import io.jenkins.plugins.drover.seed.Seeding;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class BundledLibraryTest {
  @TempDir private Path folder;

  private static WorkflowRun run(JenkinsRule jenkins, Result result, String script)
      throws Exception {
    WorkflowJob job = jenkins.createProject(WorkflowJob.class);
    job.setDefinition(new CpsFlowDefinition(script, true));
    return jenkins.buildAndAssertStatus(result, job);
  }

  @Test
  void aJenkinsWithoutLibrariesRunsOursInTheSandbox(JenkinsRule jenkins) throws Exception {
    ShopRepository.of(folder, 1).configure();
    Seeding.get().run(SeedCause.BUTTON);

    WorkflowRun build = run(jenkins, Result.SUCCESS, "@Library('drover') _\ndroverSeed('shop')");

    assertThat(JenkinsRule.getLog(build)).contains("Loading library drover@", "unchanged");
    assertThat(build.getDescription()).contains("unchanged");
  }

  @Test
  void anotherVersionThanThePluginsIsRefused(JenkinsRule jenkins) throws Exception {
    WorkflowRun build = run(jenkins, Result.FAILURE, "@Library('drover@main') _\necho 'never'");

    assertThat(JenkinsRule.getLog(build)).contains("drover").doesNotContain("never");
  }
}
