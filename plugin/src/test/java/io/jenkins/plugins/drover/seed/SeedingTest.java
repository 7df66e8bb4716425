package io.jenkins.plugins.drover.seed;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.TaskListener;
import hudson.model.View;
import io.drover.engine.file.Trees;
import io.drover.seedjobs.item.Trigger;
import io.jenkins.plugins.drover.ShopRepository;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import io.jenkins.plugins.drover.configuration.SeedRepository;
import io.jenkins.plugins.drover.page.SeedMonitor;
import io.jenkins.plugins.drover.seed.SeedOutcome.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class SeedingTest {
  @TempDir private Path folder;
  private JenkinsRule jenkins;
  private ShopRepository repository;

  @BeforeEach
  void start(JenkinsRule rule) throws Exception {
    jenkins = rule;
    repository = ShopRepository.of(folder, 2);
    repository.configure();
  }

  private static SeedOutcome seed() throws InterruptedException {
    return Seeding.get().run(SeedCause.BUTTON);
  }

  private static Folder shop() {
    return (Folder) Jenkins.get().getItem("shop");
  }

  private static WorkflowJob job(String name) {
    return (WorkflowJob) shop().getItem(name);
  }

  @Test
  void jobsAndViewsComeFromTheFilesAndNothingIsStarted() throws Exception {
    SeedOutcome outcome = seed();

    assertThat(outcome.lines()).isEmpty();
    assertThat(outcome.state()).isEqualTo(State.DONE);
    assertThat(shop().getItems())
        .extracting(Item::getName)
        .contains(
            "seed", "pipeline", "build-c0", "build-c1", "image-c0", "deploy-dev", "promote-dev");
    assertThat(shop().getViews())
        .extracting(View::getViewName)
        .contains("all", "builds", "env-dev", "env-prod");
    assertThat(job("build-c0").getDefinition().toString()).contains("CpsFlowDefinition");
    assertThat(job("build-c0").getBuilds()).isEmpty();
    assertThat(Jenkins.get().getQueue().getItems()).isEmpty();
  }

  @Test
  void whatIsUnchangedIsNotWritten() throws Exception {
    seed();
    Map<Path, FileTime> before = files();

    SeedOutcome outcome = seed();

    assertThat(outcome.summary()).contains("0 created, 0 changed").contains("0 deleted");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void whatWasChangedByHandOrBesideIsPutRightThoughTheFilesAreTheSame() throws Exception {
    awaitTheSettingsOwnRun();
    job("build-c0").delete();
    assertThat(seed().summary()).startsWith("1 created, 0 changed");
    assertThat(job("build-c0")).isNotNull();

    job("build-c1").setDescription("mine");
    SeedOutcome refused = seed();
    assertThat(refused.state()).isEqualTo(State.INCOMPLETE);
    assertThat(refused.lines().toString()).contains("build-c1", "not marked as Drover's");
    job("build-c1").delete();
    assertThat(seed().state()).isEqualTo(State.DONE);

    String marked = job("build-c0").getDescription();
    shop().createProject(WorkflowJob.class, "build-gone").setDescription(marked);
    assertThat(seed().summary()).contains("1 deleted");
    assertThat(shop().getItem("build-gone")).isNull();
    assertThat(seed().summary()).startsWith("0 created, 0 changed");
  }

  /** It comes some time after the settings were changed, and would put things right itself. */
  private static void awaitTheSettingsOwnRun() throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      if (Seeding.get().last().filter(o -> o.cause() == SeedCause.SETTINGS).isPresent()) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the settings led to no seeding");
  }

  @Test
  void filesThatAreTheSameAreNotReadAgain() throws Exception {
    seed();
    Path kept = Jenkins.get().getRootDir().toPath().resolve("drover/configuration/commits");
    try (Stream<Path> files = Files.walk(kept)) {
      for (Path file : files.filter(f -> f.endsWith("environments.yaml")).toList()) {
        Files.writeString(file, "no longer what was committed");
      }
    }

    assertThat(seed().summary()).contains("0 created, 0 changed").contains("0 deleted");
  }

  private static Map<Path, FileTime> files() throws IOException {
    Map<Path, FileTime> files = new TreeMap<>();
    Path home = Jenkins.get().getRootDir().toPath();
    for (Path top : new Path[] {home.resolve("jobs"), home.resolve("drover")}) {
      try (Stream<Path> all = Files.walk(top)) {
        for (Path file : all.toList()) {
          files.put(file, Files.getLastModifiedTime(file));
        }
      }
    }
    return files;
  }

  @Test
  void buildsSurviveAndJobsThatLeftTheFilesGo() throws Exception {
    seed();
    // It fails, for want of a library; that it was there is what counts.
    job("build-c0").scheduleBuild2(0).get();
    assertThat(job("build-c1")).isNotNull();

    repository.write(1, "dev");
    repository.file(
        "build.yaml",
        "project: shop\ncomponents:\n  - {name: c0, os: bookworm, build: [{shell: make all}]}\n");
    repository.commit();
    SeedOutcome outcome = seed();

    assertThat(outcome.state()).as(outcome.lines().toString()).isEqualTo(State.DONE);
    assertThat(job("build-c0").getBuilds()).hasSize(1);
    assertThat(job("build-c1")).isNull();
    assertThat(job("deploy-prod")).isNull();
    assertThat(shop().getView("env-prod")).isNull();
  }

  @Test
  void brokenFilesLeaveTheJobsAsTheyWereAndAreReportedUntilTheyAreRight() throws Exception {
    seed();
    Map<Path, FileTime> before = files();
    repository.file("environments.yaml", "project: shop\nenvironments:\n  - nmae: dev\n");
    repository.commit();

    SeedOutcome outcome = seed();

    assertThat(outcome.state()).isEqualTo(State.PROBLEMS);
    assertThat(outcome.lines()).anyMatch(line -> line.startsWith("environments.yaml:3:5: error:"));
    assertThat(shop().getItem("deploy-prod")).isNotNull();
    Map<Path, FileTime> after = files();
    after.keySet().removeIf(file -> file.toString().contains("draft"));
    before.keySet().removeIf(file -> file.endsWith("configuration"));
    assertThat(after).containsAllEntriesOf(before);
    assertThat(Seeding.get().current().configuration().environments()).hasSize(2);
    SeedMonitor monitor = jenkins.jenkins.getExtensionList(SeedMonitor.class).get(0);
    assertThat(monitor.isActivated()).isTrue();

    repository.write(2, "dev", "prod");
    repository.commit();
    assertThat(seed().state()).isEqualTo(State.DONE);
    assertThat(monitor.isActivated()).isFalse();
  }

  private void trigger(Trigger trigger) {
    SeedRepository seed = new SeedRepository(repository.url());
    seed.setTrigger(trigger);
    DroverConfiguration.get().setSeed(seed);
  }

  @Test
  void aCommitThatThisJenkinsHasNotSeenStartsThePipelineOnce() throws Exception {
    trigger(Trigger.WEBHOOK);
    seed();
    seed();
    jenkins.waitUntilNoActivity();
    assertThat(job("pipeline").getBuilds()).isEmpty();

    repository.file("README", "new");
    repository.commit();
    seed();
    seed();
    jenkins.waitUntilNoActivity();
    assertThat(job("pipeline").getBuilds())
        .singleElement()
        .extracting(build -> build.getCauses().get(0).getShortDescription())
        .asString()
        .matches("Commit [0-9a-f]{10} is new");

    trigger(Trigger.NONE);
    repository.file("README", "newer");
    repository.commit();
    seed();
    jenkins.waitUntilNoActivity();
    assertThat(job("pipeline").getBuilds()).hasSize(1);
  }

  @Test
  void aCommitInAComponentsOwnRepositoryStartsItsBuild(@TempDir Path other) throws Exception {
    ShopRepository own = ShopRepository.of(other, 1);
    repository.file(
        "build.yaml",
        "project: shop\ncomponents:\n  - {name: c0, repository: '%s', build: [{shell: make}]}\n"
                .formatted(own.url())
            + "  - {name: c1, build: [{shell: make}]}\n");
    repository.commit();
    trigger(Trigger.POLL);
    SeedPoll poll = ExtensionList.lookupSingleton(SeedPoll.class);
    poll.execute(TaskListener.NULL);
    poll.execute(TaskListener.NULL);
    jenkins.waitUntilNoActivity();
    assertThat(job("build-c0").getBuilds()).isEmpty();

    own.file("README", "new");
    own.commit();
    poll.execute(TaskListener.NULL);
    jenkins.waitUntilNoActivity();
    assertThat(job("build-c0").getBuilds()).hasSize(1);
    assertThat(job("pipeline").getBuilds()).isEmpty();
  }

  @Test
  void aRepositoryThatIsAwayLeavesTheJobsAsTheyWere() throws Exception {
    seed();
    Trees.delete(folder.resolve(".git"));

    SeedOutcome outcome = seed();

    assertThat(outcome.state()).isEqualTo(State.FAILED);
    assertThat(outcome.summary()).contains("could not read");
    assertThat(shop().getItem("deploy-prod")).isNotNull();
    assertThat(Seeding.get().current().configuration().environments()).hasSize(2);
  }

  @Test
  void aRepositoryThatWasAwayIsAskedAgainWhateverTheTrigger() throws Exception {
    Path away = folder.resolveSibling(folder.getFileName() + "-away");
    Files.move(folder.resolve(".git"), away);
    assertThat(seed().state()).isEqualTo(State.FAILED);
    SeedRetry retry = ExtensionList.lookupSingleton(SeedRetry.class);

    retry.execute(TaskListener.NULL);
    assertThat(Seeding.get().last().orElseThrow().state()).isEqualTo(State.FAILED);

    Files.move(away, folder.resolve(".git"));
    retry.execute(TaskListener.NULL);
    SeedOutcome back = Seeding.get().last().orElseThrow();
    assertThat(back.state()).isEqualTo(State.DONE);
    assertThat(back.cause()).isEqualTo(SeedCause.RETRY);
    assertThat(shop().getItem("deploy-prod")).isNotNull();

    retry.execute(TaskListener.NULL);
    assertThat(Seeding.get().last()).containsSame(back);
  }

  @Test
  void whatIsNotDroversIsLeftAlone() throws Exception {
    Folder other = jenkins.createProject(Folder.class, "shop");
    other.setDescription("ours");

    SeedOutcome outcome = seed();

    assertThat(outcome.state()).isEqualTo(State.INCOMPLETE);
    assertThat(outcome.lines())
        .singleElement()
        .asString()
        .contains("shop")
        .contains("not Drover's");
    assertThat(shop().getDescription()).isEqualTo("ours");
    assertThat(shop().getItems()).isEmpty();
  }

  @Test
  void aPasswordInAnAddressIsNotShown() throws Exception {
    DroverConfiguration.get()
        .setSeed(
            new io.jenkins.plugins.drover.configuration.SeedRepository(
                "http://ann:s3cret@127.0.0.1:9/shop.git"));

    SeedOutcome outcome = seed();

    assertThat(outcome.state()).isEqualTo(State.FAILED);
    assertThat(outcome.summary()).contains("127.0.0.1:9").doesNotContain("s3cret");
  }
}
