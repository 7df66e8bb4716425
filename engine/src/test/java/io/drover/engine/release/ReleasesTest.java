package io.drover.engine.release;

import static io.drover.engine.release.ReleaseFixtures.image;
import static io.drover.engine.release.ReleaseFixtures.outcome;
import static io.drover.engine.release.ReleaseFixtures.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import io.drover.engine.release.TestOutcome.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleasesTest {
  @TempDir Path folder;
  private final List<Change> audit = new ArrayList<>();

  private Releases releases() {
    return new Releases(new ReleaseFiles(folder), "jane", audit::add);
  }

  private static String line(Change change) {
    return ReleaseJson.change(change).without("time").toString();
  }

  @Test
  void whatWasWrittenIsReadAgainByTheNextDrover() {
    Releases releases = releases();
    releases.hand("stg", release('a'));
    releases.markDeployed("stg", release('a'));
    releases.markTest("stg", outcome("smoke", 'a', Result.FLAKY));
    releases.markTested("stg", release('a'));

    Releases next = releases();

    assertThat(next.incoming("stg")).contains(release('a'));
    assertThat(next.deployed("stg")).contains(release('a'));
    assertThat(next.of("stg").passedTests()).isTrue();
    assertThat(next.history("stg"))
        .extracting(e -> e.change().action().word() + " " + e.change().to().orElseThrow())
        .containsExactly(
            "handed " + release('a').id(),
            "deploy " + release('a').id(),
            "tested " + release('a').id());
    assertThat(next.incoming("prd")).isEmpty();
    assertThat(next.of("stg").tests().outcomes())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("time")
        .containsExactly(outcome("smoke", 'a', Result.FLAKY).by("jane"));
  }

  @Test
  void theSameReleaseAgainWritesNothing() throws IOException {
    releases().markDeployed("dev", release('a'));
    String before = Files.readString(folder.resolve("dev.json"));

    releases().markDeployed("dev", release('a'));

    assertThat(folder.resolve("dev.json")).hasContent(before);
    assertThat(audit).hasSize(1);
  }

  @Test
  void aTestThatFailsWhenItIsRunAgainTakesBackThatTheReleasePassed() {
    Releases releases = releases();
    releases.markDeployed("dev", release('a'));
    releases.markTest("dev", outcome("smoke", 'a', Result.PASSED));
    releases.markTested("dev", release('a'));
    assertThat(releases.of("dev").passedTests()).isTrue();

    releases.markTest("dev", outcome("smoke", 'a', Result.FAILED));

    assertThat(releases.of("dev").passedTests()).isFalse();
  }

  @Test
  void testsThatEndAtOnceAreAllRecorded() throws InterruptedException {
    Releases releases = releases();
    List<Thread> threads =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    new Thread(
                        () -> releases.markTest("dev", outcome("t" + i, 'a', Result.PASSED))))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(releases.of("dev").tests().outcomes()).hasSize(16);
  }

  @Test
  void whatASwitchLeadsToIsWhatRuns() {
    Releases releases = releases();
    releases.markDeployed("dev", release('a'));
    releases.hand("dev", release('b'));
    releases.markDeployed("dev", release('b'));

    // As a label has it, which cannot hold every version.
    releases.markSwitched(
        "dev",
        "web",
        Optional.of("green"),
        "blue",
        "web",
        Optional.of(image("web", 'a', "as_a_label")));

    assertThat(releases.deployed("dev")).contains(release('a'));
    assertThat(releases.of("dev").waiting()).isEmpty();
    assertThat(releases.of("dev").previous()).contains(release('b'));
  }

  @Test
  void theHistoryIsBounded() {
    Releases releases = releases();
    for (int i = 0; i < 60; i++) {
      releases.markDeployed("dev", release(i % 2 == 0 ? 'a' : 'b'));
    }

    assertThat(releases.history("dev")).hasSize(50);
    assertThat(releases.deployed("dev")).contains(release('b'));
  }

  @Test
  void everyChangeIsAuditedWithWhoWhatFromAndTo() {
    Releases releases = releases();
    String a = release('a').id();
    String b = release('b').id();
    releases.markDeployed("dev", release('a'));
    releases.markFailed(
        "dev", release('b'), Action.DEPLOY, Optional.empty(), "web: crashed\nlast words");
    releases.markSwitched("dev", "web", Optional.of("blue"), "green", "web", Optional.empty());
    releases.markPromoted("dev", release('a'), "stg", Optional.of("urgent fix"));

    assertThat(audit)
        .extracting(ReleasesTest::line)
        .containsExactly(
            """
            {"actor":"jane","action":"deploy","environment":"dev","to":"%s","result":"succeeded"}"""
                .formatted(a),
            """
            {"actor":"jane","action":"deploy","environment":"dev","from":"%s","to":"%s","result":"failed","reason":"web: crashed"}"""
                .formatted(a, b),
            """
            {"actor":"jane","action":"switch","environment":"dev","service":"web","from":"blue","to":"green","result":"succeeded"}""",
            """
            {"actor":"jane","action":"promote","environment":"dev","from":"%s","to":"stg","result":"succeeded","reason":"not tested: urgent fix"}"""
                .formatted(a));
    assertThat(releases().history("dev")).extracting(HistoryEntry::change).isEqualTo(audit);
  }

  @Test
  void aReasonWithASecretIsNotKept() {
    releases()
        .markFailed(
            "dev",
            release('a'),
            Action.DEPLOY,
            Optional.empty(),
            "cannot reach https://user:hunter2@db.example.com/");

    assertThat(folder.resolve("dev.json")).content().doesNotContain("hunter2").contains("***");
  }

  @Test
  void everyReleaseOfTheHistoryCanBeRebuilt() {
    Releases releases = releases();
    Release first = new Release(Map.of("web", image("web", 'a', "1"), "db", image("db", 'a', "1")));
    Release second =
        new Release(Map.of("web", image("web", 'b', "2"), "db", image("db", 'a', "1")));
    Release third = new Release(Map.of("web", image("web", 'b', "2"), "mq", image("mq", 'c', "1")));
    Release neverDeployed = new Release(Map.of("web", image("web", 'd', "3")));
    releases.markDeployed("dev", first);
    releases.markDeployed("dev", second);
    releases.hand("dev", neverDeployed);
    releases.hand("dev", third);
    releases.markDeployed("dev", third);

    ReleaseRecord record = releases().of("dev");

    assertThat(record.deployedReleases()).containsExactly(third, second, first);
    for (Release release : List.of(first, second, third, neverDeployed)) {
      assertThat(record.find(release.id())).contains(release);
    }
    assertThat(record.find("0123456789ab")).isEmpty();
  }

  @Test
  void aRollbackLeadsToWhatRanBeforeOrToWhatAFailureWasToReplace() {
    Releases releases = releases();
    assertThat(releases.of("dev").previous()).isEmpty();
    releases.markDeployed("dev", release('a'));
    assertThat(releases.of("dev").previous()).isEmpty();
    releases.markDeployed("dev", release('b'));
    assertThat(releases.of("dev").previous()).contains(release('a'));

    releases.markFailed("dev", release('c'), Action.DEPLOY, Optional.empty(), "no");
    assertThat(releases.of("dev").previous()).contains(release('b'));

    releases.markChanged("dev", release('a'), Action.ROLLBACK, Optional.empty());
    assertThat(releases.of("dev").previous()).contains(release('b'));
  }

  @Test
  void whatWasHandedWaitsUntilItOrAnotherOneIsDeployed() {
    Releases releases = releases();
    releases.markDeployed("stg", release('a'));
    releases.hand("stg", release('b'));
    assertThat(releases.of("stg").waiting()).contains(release('b'));

    releases.markFailed("stg", release('b'), Action.DEPLOY, Optional.empty(), "no");
    assertThat(releases.of("stg").waiting()).contains(release('b'));

    releases.markDeployed("stg", release('b'));
    assertThat(releases.of("stg").waiting()).isEmpty();

    releases.markChanged("stg", release('a'), Action.ROLLBACK, Optional.empty());
    assertThat(releases.of("stg").waiting()).isEmpty();

    releases.hand("stg", release('b'));
    assertThat(releases.of("stg").waiting()).contains(release('b'));
  }

  @Test
  void aDeploymentOfChangedFilesKeepsSinceWhenTheReleaseRuns() {
    releases().markDeployed("dev", release('a'));
    ReleaseRecord before = releases().of("dev");

    releases().markChanged("dev", release('a'), Action.DEPLOY, Optional.empty());

    ReleaseRecord after = releases().of("dev");
    assertThat(after.deployed()).isEqualTo(before.deployed());
    assertThat(after.history()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "{\"deployed\":{}}",
        "{\"deployed\":{\"images\":{\"web\":{\"image\":\"web:latest\"}}}}",
        "{\"incoming\":{\"id\":\"0123456789ab\"}}",
        "{\"history\":{}}"
      })
  void aDamagedFileIsNamedAndWhatToDo(String text) throws IOException {
    Files.writeString(folder.resolve("dev.json"), text);

    assertThatThrownBy(() -> releases().deployed("dev"))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining(folder.resolve("dev.json").toString())
        .hasMessageContaining("Delete it");
  }

  @Test
  void aFileOfAnOlderDroverKeepsItsReleases() throws IOException {
    Files.writeString(
        folder.resolve("dev.json"),
        """
        {"incoming": null, "deployed": {"images": {"web": {"image": "%s", "version": "1.a"}}},
         "tested": null, "history": [{"time": "t", "event": "deployed", "release": "x"}]}
        """
            .formatted(release('a').images().get("web").image()));

    assertThat(releases().deployed("dev")).contains(release('a'));
    assertThat(releases().history("dev")).isEmpty();
  }

  @Test
  void aReleaseIsNamedByItsImagesAlone() {
    assertThat(release('a').id()).hasSize(12).isEqualTo(release('a').id());
    assertThat(release('a').id()).isNotEqualTo(release('b').id());
  }

  @Test
  void imagesStandOnALineEach() throws IOException {
    releases().markDeployed("dev", release('a'));
    releases().markDeployed("dev", release('b'));

    assertThat(Files.readString(folder.resolve("dev.json")).lines())
        .contains(
            "      \"web\": {\"version\": \"1.b\", \"image\": \"127.0.0.1:5000/p/web@sha256:%s\"}"
                .formatted("b".repeat(64)));
  }
}
