package io.drover.engine.verify.locust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadResultTest {
  @Test
  void theFiguresAreThoseOfLocustsFiles() {
    LoadResult result = LocustFixtures.measured();

    assertThat(result.total().orElseThrow())
        .isEqualTo(
            new Endpoint(
                "", "Aggregated", 1710, 56, 114.06793721000665, 8, 61, 210, 1122.9718899994623));
    assertThat(result.endpoints())
        .extracting(Endpoint::name)
        .containsExactly("/", "/missing?x=%221,2%22%0A%3Cb%3E");
    assertThat(result.figures())
        .containsEntry("p95_ms", 61.0)
        .containsEntry("failure_ratio", 56 / 1710.0);
    assertThat(result.failures()).hasSize(1);
    assertThat(result.failures().get(0).message()).startsWith("HTTPError('404 Client Error:");
    assertThat(result.exceptions().get(0).message()).isEqualTo("no <such>, \"thing\"\nat all");
    assertThat(result.exceptions().get(0).times()).isEqualTo(43);
  }

  @Test
  void theHistoryIsThatOfTheTimeWithUsers() {
    History history = LocustFixtures.measured().history();

    assertThat(history.samples()).hasSize(14);
    assertThat(history.samples()).allMatch(sample -> sample.users() > 0);
    assertThat(history.secondsTo(13)).isEqualTo(13);
    assertThat(history.samples().get(0).p95()).isEmpty();
    assertThat(history.samples().get(13).p95()).contains(54.0);
    assertThat(history.requestRate(0)).isZero();
    assertThat(history.requestRate(13)).isEqualTo((1547 - 1069) / 3.0);
  }

  /** Locust may be killed at any moment. */
  @Test
  void filesThatEndAnywhereAreReadAsFarAsTheyGo(@TempDir Path folder) throws IOException {
    for (String name : new String[] {"_stats.csv", "_stats_history.csv", "_exceptions.csv"}) {
      byte[] whole = Files.readAllBytes(LocustFixtures.FOLDER.resolve("locust" + name));
      for (int length = 0; length < whole.length; length += 7) {
        Files.write(folder.resolve("locust" + name), Arrays.copyOf(whole, length));
        LoadResult result = LoadResult.read(folder, "locust");
        assertThat(result.history().samples().size()).isLessThanOrEqualTo(14);
        assertThat(result.exceptions().size()).isLessThanOrEqualTo(1);
      }
      Files.delete(folder.resolve("locust" + name));
    }
  }

  @Test
  void withoutFilesNothingWasMeasured(@TempDir Path folder) {
    LoadResult result = LoadResult.read(folder, "locust");

    assertThat(result.total()).isEmpty();
    assertThat(result.figures()).isEqualTo(Map.of());
    assertThat(result.history().isEmpty()).isTrue();
  }

  @Test
  void rowsOfTheHistoryBecomeWordsAsTheyCome() throws IOException {
    StringBuilder said = new StringBuilder();
    LiveFigures figures = new LiveFigures(line -> said.append(line).append('\n'));
    figures.accept("Locust says this");
    String history =
        Files.readString(
            LocustFixtures.FOLDER.resolve("locust_stats_history.csv"), StandardCharsets.UTF_8);
    history
        .lines()
        .filter(line -> line.startsWith("Timestamp") || line.contains(",,Aggregated,"))
        .forEach(line -> figures.accept("drover-locust " + line));

    assertThat(said.toString().lines())
        .hasSize(1 + 14)
        .startsWith(
            "Locust says this",
            "   0 s  5 users  0.0 req/s  0 failed  p50 -  p95 -  p99 - ms",
            "   1 s  10 users  10.0 req/s  0 failed  p50 190  p95 820  p99 820 ms")
        .endsWith("  13 s  10 users  159.3 req/s  53 failed  p50 8  p95 54  p99 130 ms");
  }
}
