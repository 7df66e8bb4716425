package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Package files that the files name by their place alone, for agents and applications. */
@RealParts
@ResourceLock(Workplace.SHARED)
class LocationTest {
  private final Workplace place;
  private final TinyProject project;

  @TempDir private Path folder;

  LocationTest(Workplace place) {
    this.place = place;
    this.project = place.project();
  }

  @AfterEach
  void leavesNothingBehind() {
    project.restore();
    place.settle("--to", "dev");
    place.assertNothingOfRunsIsLeft();
  }

  @Test
  void isAskedOfOthersOnceAndNotMissedWhenTheyAreGone() {
    Path deb = deb("1");
    DroverCommand drover;
    try (HttpsFile upstream = new HttpsFile(deb, folder)) {
      drover = new DroverCommand(place.stateHome(), upstream.environment());
      String dependency = "{package: tool, location: \"%s\"}".formatted(upstream.location());
      project
          .change()
          .replace("build.yaml", "    build:\n", dependency("    ", dependency) + BUILD)
          .replace("application.yaml", "    dependencies:\n", dependency("    ", dependency))
          .commit();

      Outcome first = run(drover);
      assertThat(first.said()).contains("web | tool 1", "tool: what " + upstream.location());
      assertThat(upstream.count()).as("requests of the first run").isEqualTo(1);

      deb("2");
      project.write("web/greeting", "hello twice\n").commit();
      Outcome second = run(drover);
      assertThat(second.said()).contains("web | tool 1");
      assertThat(upstream.count()).as("requests of the second run").isZero();

      Outcome refresh = drover.run("apt", "mirror", project.folder().toString(), "--refresh-files");
      assertThat(refresh.status()).as(refresh.said()).isZero();
      project.write("web/greeting", "hello thrice\n").commit();
      assertThat(run(drover).said()).contains("web | tool 2");
      assertThat(upstream.count()).as("requests of the third run").isEqualTo(1);
    }
    project
        .append(
            "application.yaml",
            project
                .read("application.yaml")
                .replaceFirst("(?s).*?applications:\n", "")
                .replace("name: web\n", "name: another\n"))
        .commit();
    Outcome alone = run(drover);
    assertThat(alone.report().task("image:another").reused()).as(alone.said()).isFalse();
  }

  private static final String BUILD = "    build:\n      - shell: cat /usr/share/tool\n";

  private static String dependency(String indent, String dependency) {
    return indent + "dependencies:\n" + indent + "  - " + dependency + "\n";
  }

  private Outcome run(DroverCommand drover) {
    Outcome outcome = drover.run(place.words("--target", "none", "--verbose"));
    assertThat(outcome.status()).as(outcome.said()).isZero();
    return outcome;
  }

  private Path deb(String version) {
    return TinyDeb.write(folder.resolve("tool.deb"), "tool", version, "tool " + version);
  }
}
