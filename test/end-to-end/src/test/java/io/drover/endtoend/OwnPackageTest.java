package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A component whose agent has a package of another one. */
@RealParts
@ResourceLock(Workplace.SHARED)
class OwnPackageTest {
  /** Its build shows which version it has, and which greeting. */
  private static final String USER =
      """
        - name: user
          type: files
          repository: {path: web}
          after: [web]
          dependencies: [tiny-web]
          build:
            - cat /usr/share/tiny-web/version > seen
            - test "$(cat /usr/share/tiny-web/greeting)" = "$(cat greeting)"
            - test ! -e broken
          artifacts: [seen]
      """;

  private final Workplace place;
  private final TinyProject project;

  OwnPackageTest(Workplace place) {
    this.place = place;
    this.project = place.project();
  }

  @AfterEach
  void leavesNothingBehind() {
    project.restore();
    place.settle();
    place.assertNothingOfRunsIsLeft();
  }

  @Test
  void isInstalledAsItWasJustPublishedAlsoInAShell() {
    project.change().append("build.yaml", USER).commit();
    Outcome first = place.run("--target", "none");
    assertThat(first.report().task("build:user").status()).as(first.said()).isEqualTo("succeeded");

    // Whatever is older under that name would be greeted by.
    project.write("web/greeting", "hello again\n").write("web/broken", "yes\n");
    project.git("add", "--all");
    project.commit();
    Outcome second = place.run("--target", "none");
    assertThat(second.report().task("build:user").reason())
        .as(second.said())
        .contains("line 3 of 3");

    String version = second.report().task("build:web").outputs().get("version");
    Outcome shell =
        place
            .drover()
            .run(
                "shell",
                "build:user",
                project.folder().toString(),
                "--",
                "cat /usr/share/tiny-web/version");
    assertThat(shell.status()).as(shell.said()).isZero();
    assertThat(shell.out()).contains(version);
  }
}
