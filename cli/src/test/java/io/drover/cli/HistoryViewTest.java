package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.release.Action;
import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.release.ReleaseFiles;
import io.drover.engine.release.Releases;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryViewTest {
  @TempDir private Path folder;

  private static Release release(char digit, String version) {
    String digest = "sha256:" + String.valueOf(digit).repeat(64);
    return new Release(Map.of("web", new ReleasedImage("registry/web@" + digest, version)));
  }

  @Test
  void eachChangeHasALineAndWhatThereIsToSayBelow() {
    Releases releases = new Releases(new ReleaseFiles(folder), "jane", change -> {});
    releases.markDeployed("dev", release('a', "1.0"));
    releases.markDeployed("dev", release('b', "1.1"));
    releases.markFailed(
        "dev", release('a', "1.0"), Action.ROLLBACK, Optional.of("web"), "web: no such image");

    String text = HistoryView.text(releases.history("dev"), false, TerminalMode.UNLIMITED);

    String a = release('a', "1.0").id();
    String b = release('b', "1.1").id();
    assertThat(text.replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME"))
        .isEqualTo(
            """
            TIME (UTC)           WHO   WHAT      SERVICE  FROM          TO            RESULT
            TIME  jane  deploy             -             %s  succeeded
              web 1.0 new
            TIME  jane  deploy             %s  %s  succeeded
              web 1.0 -> 1.1
            TIME  jane  rollback  web      %s  %s  failed
              web: no such image
            """
                .formatted(a, a, b, b, a));
  }
}
