package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Into the workspace of what failed, on the same agent. */
@RealParts
@ResourceLock(Workplace.SHARED)
class ShellTest {
  private final Workplace place;
  private final TinyProject project;

  ShellTest(Workplace place) {
    this.place = place;
    this.project = place.project();
  }

  @AfterEach
  void leavesNothingBehind() {
    project.restore();
    place.settle();
    place.assertNothingOfRunsIsLeft();
  }

  private Outcome shell(String task, String command) {
    return place.drover().run("shell", task, project.folder().toString(), "--", command);
  }

  @Test
  void aFailedBuildIsTriedAgainInAShellOnATerminal() throws Exception {
    Path secret = place.state().resolve("secrets/builds/web/token");
    Files.createDirectories(secret.getParent());
    Files.writeString(secret, "open-sesame\n");
    project
        .change()
        .replace(
            "build.yaml", "    build:", "    env: [{secret: TOKEN, value: web/token}]\n    build:")
        .replace("web/build.sh", "set -eu", "test -e repaired && exit 0\necho no paper; exit 7")
        .commit();

    Outcome failed = place.run("--to", "dev");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.out()).contains("drover shell build:web " + project.folder());

    try (TerminalRun shell =
        TerminalRun.start(place, "shell", "build:web", project.folder().toString())) {
      shell.awaitSaid("exit leaves it");
      assertThat(shell.said())
          .contains("build:web failed: line 1 of 2 ended with status 7", "    sh build.sh");
      shell.type("echo at=$PWD of=$DROVER_COMPONENT secret=${#TOKEN}\n");
      shell.awaitSaid("at=/workspace of=web secret=11");
      Outcome second = place.run("--to", "dev");
      assertThat(second.status()).isEqualTo(1);
      assertThat(second.err()).contains("another drover", "is working on project tiny");
      shell.type("sh build.sh; touch repaired; sh build.sh; echo status=$?\n");
      shell.awaitSaid("no paper");
      shell.awaitSaid("status=0");
      shell.type("exit 3\n");
      assertThat(shell.await()).isEqualTo(3);
    }

    Outcome again = shell("build:web", "ls; echo $TOKEN; exit 5");
    assertThat(again.status()).isEqualTo(5);
    assertThat(again.out()).contains("repaired", "****").doesNotContain("open-sesame");

    project.restore();
    place.settle("--to", "dev");
    Outcome gone = shell("build:web", "ls");
    assertThat(gone.status()).isEqualTo(1);
    assertThat(gone.err()).contains("no workspace of build:web is kept");
  }

  @Test
  void aFailedTestIsTriedAgainAgainstTheServices() {
    project.change().replace("environments.yaml", "\"$WEB_URL\" dev", "\"$WEB_URL\" heaven");
    Outcome failed = place.run();
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.out()).contains("drover shell test:dev/greeting");

    Outcome same = shell("test:dev/greeting", "perl ask.pl \"$WEB_URL\" heaven");
    assertThat(same.status()).as(same.said()).isNotZero();
    Outcome other = shell("test:dev/greeting", "perl ask.pl \"$WEB_URL\" dev && echo fine");
    assertThat(other.status()).as(other.said()).isZero();
    assertThat(other.out()).contains("fine");
  }

  @Test
  void whatIsNoTaskOrDidNotFailIsTold() {
    assertThat(shell("build:wep", "true").err()).contains("build:wep is not a build or a test");
    assertThat(shell("test:stg/greeting", "true").err())
        .contains("no workspace of test:stg/greeting is kept");
  }
}
