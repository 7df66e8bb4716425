package io.drover.engine.deploy.cluster;

import static io.drover.engine.release.ReleaseFixtures.large;
import static io.drover.engine.release.ReleaseFixtures.outcome;
import static io.drover.engine.release.ReleaseFixtures.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import io.drover.engine.kubernetes.Ownership;
import io.drover.engine.release.Release;
import io.drover.engine.release.ReleaseRecord;
import io.drover.engine.release.ReleaseStore;
import io.drover.engine.release.Releases;
import io.drover.engine.release.TestOutcome.Result;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordDataTest {
  private final RecordData data = new RecordData(new Ownership("shop", "dev"), "shop-dev");

  /** Keeps the texts where a cluster would keep the ConfigMap. */
  private final class Texts implements ReleaseStore {
    private Map<String, String> texts = Map.of();

    @Override
    public ReleaseRecord read(String environment) {
      return data.record(texts);
    }

    @Override
    public ReleaseRecord change(String environment, UnaryOperator<ReleaseRecord> change) {
      ReleaseRecord after = change.apply(read(environment));
      texts = data.texts(after, Set.of("apps/v1/Deployment"));
      return after;
    }
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Texts store = new Texts();
    Releases releases = new Releases(store, "jane", change -> {});
    releases.hand("dev", release('b'));
    releases.markDeployed("dev", release('a'));
    releases.markDeployed("dev", release('b'));
    releases.markTest("dev", outcome("smoke", 'b', Result.FLAKY));
    releases.markTested("dev", release('b'));

    ReleaseRecord read = releases.of("dev");

    assertThat(store.change("dev", r -> r)).isEqualTo(read);
    assertThat(read.history()).hasSize(4);
    assertThat(read.find(release('a').id())).contains(release('a'));
    assertThat(read.tests().outcomes()).hasSize(1);
    assertThat(data.kinds(store.texts)).containsExactly("apps/v1/Deployment");
  }

  @Test
  void theHistoryOfAThousandServicesStaysBelowTheLimitAndCanBeRolledBack() {
    Texts store = new Texts();
    Releases releases = new Releases(store, "jane", change -> {});
    Release last = null;
    Release before = null;
    for (int i = 0; i < 12; i++) {
      char digit = "0123456789abcdef".charAt(i);
      before = last;
      last = large(1000, each -> digit);
      releases.hand("dev", last);
      releases.markDeployed("dev", last);
      int bytes =
          store.texts.values().stream()
              .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
              .sum();
      assertThat(bytes).isLessThanOrEqualTo(RecordData.MOST_BYTES);
    }
    assertThat(releases.of("dev").previous()).contains(before);
    assertThat(releases.of("dev").history()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void smallChangesOfAThousandServicesKeepTheWholeHistory() {
    Texts store = new Texts();
    Releases releases = new Releases(store, "jane", change -> {});
    for (int i = 0; i < 60; i++) {
      int changed = i;
      releases.markDeployed("dev", large(1000, each -> each <= changed ? 'b' : 'a'));
    }
    assertThat(releases.history("dev")).hasSize(50);
    assertThat(releases.of("dev").deployedReleases()).hasSize(51);
  }

  @Test
  void aReleaseThatIsTooLargeIsRefusedInWords() {
    Releases releases = new Releases(new Texts(), "jane", change -> {});
    assertThatThrownBy(() -> releases.markDeployed("dev", large(6000, each -> 'a')))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("6000 applications");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "release.json | {                          | release.json is not what Drover wrote",
        "release.json | hello                      | no JSON from line 1 on",
        "release.json | {\"deployed\": {}}         | `deployed` has no images",
        "history.json | [1, 2]                     | history.json is not what Drover wrote",
        "history.json | {\"history\": 7}           | `history` is no list",
        "tests.json   | {\"tests\": [{\"result\": \"ok\"}]} | `ok` is no result of a test",
        "other.txt    | something                  | is not Drover's",
        "release.json | {\"environment\": \"stg\"} | belongs to environment stg of project shop"
      })
  void garbageIsNamedWithItsKeyAndHowToStartAnew(String key, String text, String expected) {
    assertThatThrownBy(() -> data.record(new TreeMap<>(Map.of(key, text))))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("ConfigMap drover in namespace shop-dev")
        .hasMessageContaining(expected);
  }
}
