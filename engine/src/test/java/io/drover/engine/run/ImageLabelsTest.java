package io.drover.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.image.sbom.ImageOrigin;
import io.drover.engine.image.sbom.ImageOrigin.ComponentOrigin;
import io.drover.engine.image.sbom.ImageOrigin.OwnPackage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageLabelsTest {
  private static final String BASE = "sha256:" + "a".repeat(64);
  private static final ComponentOrigin OLD =
      new ComponentOrigin(
          "old",
          Optional.of("https://git.example/old.git"),
          Optional.of("1".repeat(40)),
          Optional.of(Instant.parse("2026-01-01T00:00:00Z")));
  private static final ComponentOrigin NEW =
      new ComponentOrigin(
          "new",
          Optional.of("https://git.example/new.git"),
          Optional.of("2".repeat(40)),
          Optional.of(Instant.parse("2026-02-01T00:00:00Z")));
  private static final ComponentOrigin DIRTY =
      new ComponentOrigin("dirty", Optional.empty(), Optional.empty(), Optional.empty());

  @Test
  void theNewestCommitIsTheImages() {
    assertThat(ImageLabels.of(origin(NEW, OLD, DIRTY)))
        .isEqualTo(
            Map.of(
                "org.opencontainers.image.title", "web",
                "org.opencontainers.image.version", "1.0",
                "org.opencontainers.image.base.name", "debian:12",
                "org.opencontainers.image.base.digest", BASE,
                "org.opencontainers.image.created", "2026-02-01T00:00:00Z",
                "org.opencontainers.image.revision", "2".repeat(40),
                "org.opencontainers.image.source", "https://git.example/new.git"));
  }

  @Test
  void filesOfNoCommitHaveNoRevision() {
    assertThat(ImageLabels.of(origin(DIRTY)))
        .containsOnlyKeys(
            "org.opencontainers.image.title",
            "org.opencontainers.image.version",
            "org.opencontainers.image.base.name",
            "org.opencontainers.image.base.digest");
  }

  private static ImageOrigin origin(ComponentOrigin... origins) {
    List<OwnPackage> packages =
        java.util.Arrays.stream(origins)
            .map(o -> new OwnPackage(o.component(), "1", "b".repeat(64), o))
            .toList();
    return new ImageOrigin("web", "1.0", "debian:12", BASE, packages);
  }
}
