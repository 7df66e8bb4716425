package io.drover.seedjobs.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import io.drover.seedjobs.Projects;
import io.drover.seedjobs.change.Change;
import io.drover.seedjobs.change.Change.Kind;
import io.drover.seedjobs.change.Rename;
import io.drover.seedjobs.change.Summary;
import io.drover.seedjobs.xml.Rendered;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against {@link FakeJenkins}. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SeederTest {
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(5), Duration.ofSeconds(20));
  private static final String FOREIGN =
      "<flow-definition><description>mine</description></flow-definition>";

  @TempDir private Path folder;
  private FakeJenkins jenkins;

  @BeforeEach
  void start() throws IOException {
    jenkins = new FakeJenkins();
  }

  @AfterEach
  void stop() {
    jenkins.close();
  }

  private Summary seed(Rendered.Project project) throws InterruptedException {
    return seed(project, SeedOptions.DEFAULT);
  }

  private Summary seed(Rendered.Project project, SeedOptions options) throws InterruptedException {
    return seed(project, options, PATIENCE);
  }

  private Summary seed(Rendered.Project project, SeedOptions options, Patience patience)
      throws InterruptedException {
    HttpJenkins api =
        HttpJenkins.connect(jenkins.address(), Optional.of(FakeJenkins.LOGIN), patience);
    return new Seeder(api, options, (change, done, total) -> {}).seed(project);
  }

  private Rendered.Project project(int components, String... environments) throws IOException {
    return Projects.render(folder, components, environments);
  }

  private Map<String, String> state() {
    Map<String, String> state = new TreeMap<>(jenkins.folder("shop").jobs);
    jenkins.folder("shop").views.forEach((n, x) -> state.put("view " + n, x));
    return state;
  }

  @Test
  void makesTheFolderFirstAndThenEverythingInIt() throws Exception {
    Summary summary = seed(project(5, "dev", "prd"));
    assertThat(summary.line())
        .isEqualTo("25 created, 0 changed, 0 unchanged, 0 deleted, 0 refused");
    assertThat(jenkins.folder("shop").jobs.keySet())
        .hasSize(18)
        .contains("seed", "pipeline", "build-c0", "image-c4", "deploy-dev", "promote-prd");
    assertThat(jenkins.folder("shop").views.keySet())
        .containsExactly("all", "builds", "env-dev", "env-prd", "images", "tests");
    assertThat(jenkins.changingCalls().get(0)).endsWith("/createItem?name=shop");
  }

  @Test
  void theSameAgainIsTwoCallsAndWritesNothing() throws Exception {
    seed(project(5, "dev"));
    jenkins.forgetCalls();
    Summary summary = seed(project(5, "dev"));
    assertThat(jenkins.calls()).hasSize(2).noneMatch(call -> call.startsWith("POST"));
    assertThat(summary.count(Kind.UNCHANGED)).isEqualTo(summary.changes().size());
  }

  @Test
  void onlyWhatChangedIsWritten() throws Exception {
    seed(project(5, "dev"));
    jenkins.forgetCalls();
    int loads = jenkins.folder("shop").loads;
    Summary summary = seed(project(4, "dev", "prd"));
    assertThat(summary.changes())
        .filteredOn(c -> c.kind() != Kind.UNCHANGED)
        .extracting(c -> c.kind() + " " + c.item())
        .containsExactlyInAnyOrder(
            "CREATED shop/deploy-prd",
            "CREATED shop/promote-prd",
            "CREATED shop/rollback-prd",
            "CREATED shop view env-prd",
            "CHANGED shop/pipeline",
            "CHANGED shop/promote-dev",
            "DELETED shop/build-c4",
            "DELETED shop/image-c4");
    assertThat(jenkins.changingCalls()).hasSize(8);
    assertThat(jenkins.folder("shop").loads).isEqualTo(loads);
  }

  @Test
  void aDryRunSaysTheSameAndWritesNothing() throws Exception {
    SeedOptions dry = new SeedOptions(8, true, false, false);
    Summary first = seed(project(3, "dev"), dry);
    assertThat(jenkins.changingCalls()).isEmpty();
    assertThat(first).isEqualTo(seed(project(3, "dev")));
    Summary would = seed(project(2, "dev"), dry);
    assertThat(would.count(Kind.DELETED)).isEqualTo(2);
    assertThat(would).isEqualTo(seed(project(2, "dev")));
  }

  @Test
  void whatOthersMadeIsNeverTouched() throws Exception {
    seed(project(2, "dev"));
    jenkins.put("shop", "my-own", FOREIGN);
    jenkins.put("shop", "build-c2", FOREIGN);
    Summary summary = seed(project(3, "dev"));
    assertThat(summary.count(Kind.REFUSED)).isEqualTo(1);
    assertThat(summary.isComplete()).isFalse();
    assertThat(jenkins.folder("shop").jobs)
        .containsEntry("my-own", FOREIGN)
        .containsEntry("build-c2", FOREIGN)
        .containsKey("image-c2");
  }

  @Test
  void adoptingTakesOverOnlyWhatHasOurNames() throws Exception {
    seed(project(2, "dev"));
    jenkins.put("shop", "my-own", FOREIGN);
    jenkins.put("shop", "build-c0", FOREIGN);
    Summary summary = seed(project(2, "dev"), new SeedOptions(8, false, false, true));
    assertThat(summary.line()).startsWith("0 created, 1 changed").endsWith("0 refused");
    assertThat(jenkins.folder("shop").jobs).containsEntry("my-own", FOREIGN);
  }

  @Test
  void aFolderOfSomebodyElseRefusesEverything() throws Exception {
    seed(project(1, "dev"));
    FakeFolder shop = jenkins.folder("shop");
    shop.xml = shop.xml.replaceAll("\\[drover:[^]]*]", "");
    shop.jobs.clear();
    Summary summary = seed(project(1, "dev"));
    assertThat(summary.changes()).extracting(Change::kind).containsExactly(Kind.REFUSED);
    assertThat(shop.jobs).isEmpty();
  }

  @Test
  void whatIsInTheFolderByOthersSurvivesAChangeOfTheFolder() throws Exception {
    seed(project(1, "dev"));
    FakeFolder shop = jenkins.folder("shop");
    shop.xml =
        shop.xml
            .replaceFirst(
                "<properties/>", "<properties><credentials>{AQAAsecret}</credentials></properties>")
            .replaceFirst("Project shop[^.]*", "Project shop, as an older Drover wrote it")
            .replaceFirst("\\[drover:[0-9a-f]{4}", "[drover:0000");
    Summary summary = seed(project(1, "dev"));
    assertThat(summary.line())
        .isEqualTo("0 created, 1 changed, 12 unchanged, 0 deleted, 0 refused");
    assertThat(shop.xml).contains("{AQAAsecret}").doesNotContain("older Drover");
  }

  @Test
  void changesByHandAreFoundAndPutBackWhenAskedFor() throws Exception {
    seed(project(2, "dev"));
    Map<String, String> before = state();
    String changed = before.get("build-c0").replace("droverTask", "sh");
    jenkins.put("shop", "build-c0", changed);
    assertThat(seed(project(2, "dev")).count(Kind.CHANGED)).isZero();
    Summary summary = seed(project(2, "dev"), new SeedOptions(8, false, true, false));
    assertThat(summary.changes())
        .filteredOn(c -> c.kind() == Kind.CHANGED)
        .extracting(Change::item)
        .containsExactly("shop/build-c0");
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void aNewNameIsTold() throws Exception {
    seed(project(2, "dev"));
    Summary summary = seed(project(2, "test"));
    assertThat(summary.renames())
        .contains(
            new Rename("deploy-dev", "deploy-test"), new Rename("promote-dev", "promote-test"));
  }

  @Test
  void faultsInEveryFourthCallChangeNothingAboutTheEnd() throws Exception {
    Random random = new Random(7);
    AtomicInteger faults = new AtomicInteger();
    jenkins.fault(
        (exchange, call, number) -> {
          int dice;
          synchronized (random) {
            dice = random.nextInt(16);
          }
          if (dice < 3) {
            faults.incrementAndGet();
            FakeJenkins.send(exchange, dice == 0 ? 500 : 503, "<html>Logging ID=abcdef12</html>");
          }
          return dice < 3;
        });
    // Of a 500 three in a row are believed: 1 in 16 each, so that the next run may have to go on.
    Summary summary = seed(project(10, "dev"));
    while (!summary.isComplete()) {
      summary = seed(project(10, "dev"));
    }
    jenkins.fault((exchange, call, number) -> false);
    assertThat(faults).hasPositiveValue();
    assertSameAsUndisturbed(project(10, "dev"));
  }

  @Test
  void lostAnswersLeaveNoDoubtAboutWhatIsThere() throws Exception {
    AtomicInteger lost = new AtomicInteger();
    jenkins.fault(
        (exchange, call, number) -> {
          jenkins.loseAnswers(call.contains("createItem") && lost.incrementAndGet() % 3 == 1);
          return false;
        });
    Summary summary = seed(project(3, "dev"), new SeedOptions(1, false, false, false));
    jenkins.loseAnswers(false);
    assertThat(summary.isComplete()).isTrue();
    assertThat(lost).hasValueGreaterThan(10);
    jenkins.fault((exchange, call, number) -> false);
    assertSameAsUndisturbed(project(3, "dev"));
  }

  @Test
  void aJenkinsThatIsStartedAgainIsWaitedForAndAskedForANewCrumb() throws Exception {
    jenkins.fault(
        (exchange, call, number) -> {
          if (number == 5 || number == 6) {
            jenkins.restart();
            FakeJenkins.send(exchange, 503, "<html><title>Starting Jenkins</title></html>");
            return true;
          }
          return false;
        });
    assertThat(seed(project(5, "dev")).isComplete()).isTrue();
  }

  @Test
  void aSlowAnswerIsNotWaitedForForever() throws Exception {
    jenkins.fault(
        (exchange, call, number) -> {
          if (call.contains("createItem") && number == 3) {
            pause(3_000);
          }
          return false;
        });
    Patience patience = new Patience(Duration.ofSeconds(1), Duration.ofSeconds(20));
    assertThat(seed(project(2, "dev"), SeedOptions.DEFAULT, patience).isComplete()).isTrue();
    jenkins.fault((exchange, call, number) -> false);
    assertSameAsUndisturbed(project(2, "dev"));
  }

  @Test
  void anItemThatJenkinsDoesNotTakeDoesNotStopTheOthers() throws Exception {
    jenkins.fault(
        (exchange, call, number) -> {
          if (call.contains("name=build-c1")) {
            FakeJenkins.send(
                exchange, 500, "<html>Oops! A problem occurred. Logging ID=0a1b2c3d</html>");
            return true;
          }
          return false;
        });
    Summary summary = seed(project(3, "dev"));
    assertThat(summary.changes())
        .filteredOn(c -> c.kind() == Kind.REFUSED)
        .extracting(c -> c.item() + ": " + c.why())
        .singleElement()
        .asString()
        .startsWith("shop/build-c1: could not make shop/build-c1: Jenkins failed at it")
        .contains("Logging ID=0a1b2c3d");
    assertThat(jenkins.folder("shop").jobs).hasSize(10);
  }

  @Test
  void aJenkinsThatGoesAwayEndsItAndTheNextRunGoesOn() throws Exception {
    jenkins.fault(
        (exchange, call, number) -> {
          if (number > 6) {
            FakeJenkins.send(exchange, 503, "");
          }
          return number > 6;
        });
    Patience short1 = new Patience(Duration.ofSeconds(1), Duration.ofSeconds(1));
    Rendered.Project project = project(6, "dev");
    assertThatThrownBy(() -> seed(project, SeedOptions.DEFAULT, short1))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("the same command goes on");
    jenkins.fault((exchange, call, number) -> false);
    Summary summary = seed(project);
    assertThat(summary.isComplete()).isTrue();
    assertThat(summary.count(Kind.UNCHANGED)).isPositive();
    assertSameAsUndisturbed(project);
  }

  @Test
  void whatIsKilledGoesOnAndEndsTheSame() throws Exception {
    Projects.write(folder, 20, "dev", "prd");
    jenkins.fault(
        (exchange, call, number) -> {
          pause(100);
          return false;
        });
    for (int turn = 0; turn < 3; turn++) {
      jenkins.forgetCalls();
      Process process = SeedProcess.start(jenkins.address(), folder);
      while (jenkins.changingCalls().size() < 9 && process.isAlive()) {
        pause(20);
      }
      process.destroyForcibly().waitFor();
    }
    // What was on its way to Jenkins is still done there.
    pause(500);
    jenkins.fault((exchange, call, number) -> false);
    Rendered.Project project = project(20, "dev", "prd");
    assertThat(jenkins.folder("shop").jobs.size()).isBetween(5, 45);
    assertThat(seed(project).isComplete()).isTrue();
    assertSameAsUndisturbed(project);
  }

  @Test
  void aThousandJobsNeedOneCallEachAndTwoMore() throws Exception {
    Rendered.Project project = project(498, "dev");
    assertThat(project.jobs()).hasSize(1_001);
    assertThat(seed(project).isComplete()).isTrue();
    assertThat(jenkins.changingCalls()).hasSize(1_002);
  }

  private void assertSameAsUndisturbed(Rendered.Project project) throws Exception {
    Map<String, String> found = state();
    try (FakeJenkins other = new FakeJenkins()) {
      HttpJenkins api =
          HttpJenkins.connect(other.address(), Optional.of(FakeJenkins.LOGIN), PATIENCE);
      new Seeder(api, SeedOptions.DEFAULT, (change, done, total) -> {}).seed(project);
      Map<String, String> wanted = new TreeMap<>(other.folder("shop").jobs);
      other.folder("shop").views.forEach((n, x) -> wanted.put("view " + n, x));
      assertThat(found.keySet()).isEqualTo(wanted.keySet());
      assertThat(found).isEqualTo(wanted);
    }
    assertThat(seed(project).count(Kind.UNCHANGED))
        .isEqualTo(1L + project.jobs().size() + project.views().size());
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
