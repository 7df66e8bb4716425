package io.drover.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuzzTest {
  private static final long INPUTS = 3_000;

  /** Far more than it takes, for a busy machine. */
  private static final long SECONDS = 300;

  /** The long run is {@code test/fuzz/run}; this one shows that it works, and tries all seeds. */
  @Test
  void aShortRunFindsNothing() throws Exception {
    Path root = Path.of("../..").toAbsolutePath().normalize();
    Path out = Path.of("target/fuzz-short").toAbsolutePath();
    FuzzRun run = new FuzzRun(root, out, System.getProperty("java.class.path"));
    List<Outcome> outcomes = run.run(INPUTS, 1, SECONDS);
    assertThat(outcomes).as(Outcome.table(outcomes)).allMatch(Outcome::isGood);
    assertThat(outcomes.stream().mapToLong(Outcome::inputs).sum()).isGreaterThanOrEqualTo(INPUTS);
  }
}
