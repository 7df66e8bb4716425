package io.jenkins.plugins.drover.seed;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.sun.net.httpserver.HttpServer;
import io.drover.engine.file.Trees;
import io.jenkins.plugins.drover.ShopRepository;
import io.jenkins.plugins.drover.configuration.AgentDefaults;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import io.jenkins.plugins.drover.configuration.SeedRepository;
import io.jenkins.plugins.drover.seed.SeedOutcome.State;
import io.jenkins.plugins.drover.step.TaskReportAction;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

class RestartTest {
  @TempDir private Path folder;
  @RegisterExtension private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

  private static SeedOutcome atStart() throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      if (Seeding.get().last().isPresent()) {
        return Seeding.get().last().get();
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("nothing was seeded at the start");
  }

  @Test
  void aNewControllerSeedsAtItsStartAndKnowsTheConfigurationThoughTheRepositoryIsAway()
      throws Throwable {
    ShopRepository repository = ShopRepository.of(folder, 1);
    sessions.then(r -> repository.configure());
    sessions.then(
        r -> {
          assertThat(atStart().state()).isEqualTo(State.DONE);
          assertThat(((Folder) r.jenkins.getItem("shop")).getItem("build-c0")).isNotNull();
        });
    sessions.then(
        r -> {
          assertThat(atStart().summary()).startsWith("0 created, 0 changed, ");
          assertThat(Seeding.get().current().configuration().project()).isEqualTo("shop");
        });
    Trees.delete(folder.resolve(".git"));
    sessions.then(
        r -> {
          assertThat(atStart().state()).isEqualTo(State.FAILED);
          assertThat(Seeding.get().current().configuration().project()).isEqualTo("shop");
          assertThat(((Folder) r.jenkins.getItem("shop")).getItem("build-c0")).isNotNull();
        });
  }

  @Test
  void aStepThatARestartEndedIsBegunAnew() throws Throwable {
    ShopRepository repository = ShopRepository.of(folder, 1);
    CountDownLatch asked = new CountDownLatch(1);
    HttpServer silent =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    silent.setExecutor(Executors.newCachedThreadPool());
    CountDownLatch end = new CountDownLatch(1);
    silent.createContext(
        "/",
        exchange -> {
          asked.countDown();
          try {
            end.await(2, TimeUnit.MINUTES);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    silent.start();
    try {
      sessions.then(
          r -> {
            repository.configure();
            assertThat(Seeding.get().run(SeedCause.BUTTON).state()).isEqualTo(State.DONE);
            SeedRepository hanging =
                new SeedRepository(
                    "http://127.0.0.1:" + silent.getAddress().getPort() + "/shop.git");
            DroverConfiguration.get().setSeed(hanging);
            WorkflowJob job = r.createProject(WorkflowJob.class, "again");
            job.setDefinition(
                new CpsFlowDefinition(
                    "echo \"answer: ${droverSeedProject(project: 'shop').summary}\"", true));
            WorkflowRun build = job.scheduleBuild2(0).waitForStart();
            assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
            r.waitForMessage("droverSeedProject", build);
            build.save();
            SeedRepository there = new SeedRepository(repository.url());
            // As if the controller was configured anew while it was down.
            DroverConfiguration.get().setSeed(there);
          });
      sessions.then(
          r -> {
            WorkflowRun build =
                r.jenkins.getItemByFullName("again", WorkflowJob.class).getBuildByNumber(1);
            r.assertBuildStatusSuccess(r.waitForCompletion(build));
            r.assertLogContains("answer: 0 created", build);
          });
    } finally {
      end.countDown();
      silent.stop(0);
    }
  }

  /** As the shared library does: what a task needs is asked for, its lines run, its end is told. */
  @Test
  void aTaskInTheMidstOfItsLinesGoesOnAfterARestart() throws Throwable {
    ShopRepository repository = ShopRepository.of(folder, 1);
    sessions.then(
        r -> {
          repository.configure();
          AgentDefaults agents = new AgentDefaults();
          agents.setImage("registry.example.com/drover:1");
          DroverConfiguration.get().setAgents(agents);
          assertThat(Seeding.get().run(SeedCause.BUTTON).state()).isEqualTo(State.DONE);
          WorkflowJob job = r.createProject(WorkflowJob.class, "task");
          job.setDefinition(
              new CpsFlowDefinition(
                  """
                  def spec = droverTaskSpec(task: 'deploy:dev', parameters: [project: 'shop'])
                  echo 'lines begin'
                  sleep 8
                  echo "lines end: ${spec.steps[0].script}"
                  droverReport(task: spec.id, result: [status: 'succeeded'])
                  """,
                  true));
          WorkflowRun build = job.scheduleBuild2(0).waitForStart();
          r.waitForMessage("lines begin", build);
        });
    sessions.then(
        r -> {
          WorkflowRun build =
              r.jenkins.getItemByFullName("task", WorkflowJob.class).getBuildByNumber(1);
          r.assertBuildStatusSuccess(r.waitForCompletion(build));
          r.assertLogContains("lines end: drover task deploy:dev --git " + repository.url(), build);
          assertThat(build.getAction(TaskReportAction.class).getStatus()).isEqualTo("succeeded");
        });
  }
}
