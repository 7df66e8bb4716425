package io.drover.engine.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import io.drover.engine.process.Command;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VersionsTest {
  private static final Revision EARLY =
      Revision.ofCommit("f".repeat(40), Instant.parse("2026-11-20T10:34:00Z"));
  private static final Revision LATE =
      Revision.ofCommit("0".repeat(40), Instant.parse("2026-11-20T10:34:01Z"));

  @Test
  void versionHoldsTheCommitsTimeInUtcAndItsShortId() {
    assertThat(Versions.of("1.2.0", EARLY)).isEqualTo("1.2.0+git20261120103400.fffffff");
    assertThat(Versions.of("0.0.0", Revision.ofTree("0123456789ab")))
        .isEqualTo("0.0.0+dirty.0123456789ab");
  }

  @Test
  void dpkgOrdersVersionsByTheCommitsTime() throws InterruptedException {
    String early = Versions.of("1.0", EARLY);
    String late = Versions.of("1.0", LATE);
    assertThat(Command.of("dpkg", "--compare-versions", early, "lt", late).run().succeeded())
        .isTrue();
    assertThat(Command.of("dpkg", "--validate-version", late).run().succeeded()).isTrue();
  }

  @Test
  void tagHoldsOnlyWhatARegistryTakes() {
    assertThat(Versions.tag("1:2.0~rc1+git1.a")).isEqualTo("1_2.0_rc1_git1.a");
    assertThat(Versions.tag("1".repeat(200) + "+git1.a")).hasSize(128).endsWith("_git1.a");
    assertThat(Versions.tag(".5")).isEqualTo("_5");
  }

  @Test
  void baseThatDebianRefusesIsAnError() {
    assertThatThrownBy(() -> Versions.of("v1.0", EARLY))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("\"v1.0\"")
        .hasMessageContaining("must begin with a digit");
  }
}
