package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.process.Containers;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code drover task}: the plan's tasks one by one, each as in a pod of its own. */
@RealParts
@NeedsCluster(pods = true, registry = true)
class TaskTest {
  private static final List<String> UP_TO_STG =
      List.of(
          "build:web",
          "publish:web",
          "image:web",
          "deploy:dev",
          "test:dev/greeting",
          "promote:dev",
          "deploy:stg",
          "test:stg/greeting");

  private final Containers containers;
  private final TestCluster cluster;
  private final SharedPlace place;

  TaskTest(Containers containers, TestCluster cluster) throws InterruptedException {
    this.containers = containers;
    this.cluster = cluster;
    this.place = new SharedPlace(cluster);
  }

  @BeforeEach
  void placeInNamespaces() {
    for (String environment : List.of("dev", "stg", "prd")) {
      String name = "- name: " + environment;
      place
          .project()
          .replace(
              "environments.yaml", name, name + "\n    namespace: " + cluster.unusedNamespace());
    }
    place
        .project()
        .replace("environments.yaml", "mode: auto, timeout: 60} # prd", "mode: manual} # prd")
        .commit()
        .change();
  }

  @AfterEach
  void close() {
    place.close();
  }

  private RunReportFile.Task done(String task, String... options) {
    Outcome outcome = place.run(task, options);
    assertThat(outcome.status()).as(outcome.said()).isZero();
    return outcome.report().task(task);
  }

  @Test
  void tasksOneByOneEndAsARunOfTheWholePlan() {
    Map<String, RunReportFile.Task> first = new LinkedHashMap<>();
    UP_TO_STG.forEach(task -> first.put(task, done(task)));
    String image = first.get("image:web").outputs().get("image");
    assertThat(first.get("deploy:stg").outputs()).containsEntry("web.image", image);
    String release = first.get("deploy:dev").outputs().get("release");
    assertThat(first.get("deploy:stg").outputs()).containsEntry("release", release);

    for (String task : List.of("build:web", "image:web", "deploy:dev", "deploy:stg")) {
      assertThat(done(task).reused()).as(task).isTrue();
    }

    Outcome unapproved = place.run("promote:stg");
    assertThat(unapproved.status()).isEqualTo(1);
    assertThat(unapproved.said()).contains("DROVER_APPROVED_BY");

    try (Workplace whole = Workplace.create(containers)) {
      Outcome run =
          whole
              .drover()
              .run(
                  "run",
                  place.project().folder().toString(),
                  "--report",
                  whole.folder().resolve("report.json").toString(),
                  "--target",
                  "kubernetes",
                  "--to",
                  "stg",
                  "--registry",
                  cluster.registry(),
                  "--kubeconfig",
                  cluster.kubeconfig().toString());
      assertThat(run.status()).as(run.said()).isZero();
      assertThat(run.report().task("image:web").outputs()).containsEntry("image", image);
      for (String task : List.of("image:web", "deploy:dev", "deploy:stg")) {
        assertThat(run.report().task(task).reused()).as(task).isTrue();
      }
    }
  }

  @Test
  void aReleaseWhoseTestFailedIsNotPromoted() {
    List.of("build:web", "image:web", "deploy:dev").forEach(this::done);
    Outcome untested = place.run("promote:dev");
    assertThat(untested.status()).isEqualTo(1);
    assertThat(untested.said()).contains("greeting has not run for this release");

    place.project().replace("environments.yaml", "\"$WEB_URL\" dev", "\"$WEB_URL\" heaven");
    Outcome failed = place.run("test:dev/greeting");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.said()).contains("line 1 of 1 ended with status");
    assertThat(place.run("promote:dev").status()).isEqualTo(1);
  }

  @Test
  void whatIsMissingIsSaidWithTheTaskThatMakesIt() {
    Outcome image = place.run("image:web");
    assertThat(image.status()).isEqualTo(1);
    assertThat(image.said()).contains("is not published: build:web comes first");

    RunningDrover publishing = place.start("build:web").awaitWritten("uploading");
    publishing.killGroup().await();
    assertThat(done("build:web").reused()).isFalse();
    assertThat(done("build:web").reused()).isTrue();

    Outcome deploy = place.run("deploy:dev");
    assertThat(deploy.status()).isEqualTo(1);
    assertThat(deploy.said()).contains("was not made: image:web comes first");
  }

  @Test
  void linesRunInAContainerThatHasNothingOfDrover() throws Exception {
    String[] git = {"--git", place.project().folder().toString(), "--commit", "main", "--work", ""};
    Path work = place.folder().resolve("work");
    git[5] = work.toString();
    Outcome image = place.run("build:web", with(git, "--agent-image"));
    assertThat(image.status()).as(image.said()).isZero();

    done("build:web", with(git, "--prepare"));
    Outcome early = place.run("build:web", with(git, "--finish"));
    assertThat(early.status()).isEqualTo(1);
    assertThat(early.said()).contains("did not run to their end");
    Shell.check(
        containers.podman(
            "run",
            "--rm",
            "--network=none",
            "--tls-verify=false",
            "--volume=" + work + ":/somewhere",
            image.out().strip(),
            "sh",
            "/somewhere/work/build-web/control/task.sh"));
    RunReportFile.Task finished = done("build:web", with(git, "--finish"));
    assertThat(finished.outputs()).containsKey("tiny-web_all");
    assertThat(done("publish:web").reused()).isTrue();
  }

  @Test
  void theDescriptionNamesTheImageOfTheAgentAndTheCommit() throws Exception {
    String[] git = {"--git", place.project().folder().toString(), "--commit", "main"};
    Outcome image = place.run("build:web", with(git, "--agent-image"));
    Outcome described = place.run("build:web", with(git, "--describe"));
    assertThat(described.status()).as(described.said()).isZero();
    JsonNode spec = new ObjectMapper().readTree(described.out());
    String commit =
        Shell.runIn(place.project().folder(), List.of("git", "rev-parse", "main")).strip();
    assertThat(spec.path("podYaml").asText())
        .contains(image.out().strip(), "\"" + commit + "\"", "\"--prepare\"");
    assertThat(spec.at("/steps/1/script").asText()).contains("--commit " + commit, "--finish");
    assertThat(Files.exists(place.project().folder().resolve(".drover"))).isFalse();
  }

  private static String[] with(String[] options, String more) {
    String[] all = java.util.Arrays.copyOf(options, options.length + 1);
    all[options.length] = more;
    return all;
  }
}
