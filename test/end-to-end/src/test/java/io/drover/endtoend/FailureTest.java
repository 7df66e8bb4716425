package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A part of the work fails: the reason is told, and what ran before goes on. */
@RealParts
@ResourceLock(Workplace.SHARED)
class FailureTest {
  private static final List<String> ENVIRONMENTS = List.of("dev", "stg", "prd");

  private final Workplace place;
  private final TinyProject project;

  FailureTest(Workplace place) {
    this.place = place;
    this.project = place.project();
  }

  @AfterEach
  void leavesNothingBehind() {
    project.restore();
    place.assertNothingOfRunsIsLeft();
  }

  @Test
  void aBuildLineThatFailsIsNamedAndNothingElseIsDone() throws IOException {
    List<String> packages = place.packages().packages();
    List<String> replicas = replicas();
    project.replace("web/build.sh", "set -eu", "echo no paper; exit 7").commit();

    Outcome outcome = place.run();

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.row("build:web"))
        .contains("failed", "line 1 of 2 ended with status 7: sh build.sh");
    assertThat(outcome.report().with("failed")).containsExactly("build:web");
    assertThat(outcome.report().with("skipped")).hasSize(11);
    assertThat(outcome.report().task("image:web").reason()).isEqualTo("build:web failed");
    assertThat(log(outcome, "build")).contains("no paper");
    assertThat(place.packages().packages()).isEqualTo(packages);
    assertThat(replicas()).isEqualTo(replicas);

    project.restore();
    place.settle("--to", "dev");
  }

  @Test
  void aTestThatFailsKeepsTheReleaseFromTheLaterEnvironments() {
    List<String> before = later();
    project.change().replace("environments.yaml", "\"$WEB_URL\" dev", "\"$WEB_URL\" heaven");

    Outcome outcome = place.run();

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.row("test:dev/greeting")).contains("failed", "line 1 of 1 ended with");
    assertThat(outcome.report().with("failed")).containsExactly("test:dev/greeting");
    assertThat(outcome.report().task("deploy:stg").status()).isEqualTo("skipped");
    assertThat(later()).isEqualTo(before);
    assertThat(place.answer("dev")).isNotEqualTo(place.answer("stg").replace("stg", "dev"));

    project.restore();
    place.settle();
    assertThat(later()).isNotEqualTo(before);
  }

  @Test
  void aHealthCheckThatNeverPassesLeavesTheOldVersionServing() {
    String before = place.answer("dev");
    List<String> replicas = replicas();
    project
        .change()
        .replace(
            "environments.yaml",
            "value: dev}",
            "value: dev}\n          - {name: HEALTH, value: 503 Tired}")
        .replace("environments.yaml", "timeout: 60} # dev", "timeout: 4}");

    RunningDrover run = place.start();
    int answers = 0;
    while (run.isAlive()) {
      assertThat(place.answer("dev")).isEqualTo(before);
      answers++;
      Pause.millis(20);
    }
    Outcome outcome = run.await();

    assertThat(answers).isGreaterThan(20);
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.row("deploy:dev"))
        .contains("failed", "web: its readiness probe (GET http://web-", "/health", "HTTP 503");
    assertThat(place.answer("dev")).isEqualTo(before);
    assertThat(replicas()).isEqualTo(replicas);

    project.restore();
    place.settle("--to", "dev");
    assertThat(place.answer("dev")).isNotEqualTo(before);
  }

  @Test
  void aComponentPathThatIsNotThereIsToldWithThoseThatAre() {
    List<String> replicas = replicas();
    project.replace("build.yaml", "path: web", "path: wep");

    Outcome outcome = place.run();

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.said()).contains("wep").containsPattern("\\bweb\\b");
    assertThat(replicas()).isEqualTo(replicas);

    project.restore();
    place.settle("--to", "dev");
  }

  @Test
  void aBranchThatIsNotThereIsToldWithThoseThatAre() {
    List<String> replicas = replicas();
    project.replace(
        "build.yaml", "path: web", "git: %s, branch: mian, path: web".formatted(project.folder()));

    Outcome outcome = place.run();

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.row("build:web")).contains("failed", "mian").containsPattern("\\bmain\\b");
    assertThat(outcome.report().with("failed")).containsExactly("build:web");
    assertThat(replicas()).isEqualTo(replicas);

    project.restore();
    place.settle("--to", "dev");
  }

  @Test
  void aGitHostThatDoesNotAnswerStopsOnlyItsComponent() throws IOException {
    int port = unusedPort();
    project
        .change()
        .append(
            "build.yaml",
            """
              - name: far
                repository: {git: "http://127.0.0.1:%d/far.git"}
                build: ["true"]
                artifacts: ["*.deb"]
            """
                .formatted(port));

    Outcome outcome = place.run("--target", "none");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.row("build:far")).as(outcome.said()).contains("failed", "127.0.0.1:" + port);
    assertThat(outcome.report().with("failed")).containsExactly("build:far");
    assertThat(outcome.report().task("image:web").status()).isEqualTo("succeeded");

    project.restore();
    place.settle("--to", "dev");
  }

  @Test
  void aSecretThatIsMissingIsToldWithItsFileAndOneThatIsThereIsSeenNowhere() throws IOException {
    String value = "open-sesame-" + System.nanoTime();
    project
        .change()
        .replace(
            "build.yaml",
            "    build:",
            "    env:\n      - {secret: TOKEN, value: web/token}\n    build:\n"
                + "      - shell: echo \"the token is $TOKEN\"")
        .replace(
            "environments.yaml",
            "value: dev}",
            "value: dev}\n          - {secret: SECRET, value: web/token}");

    Path ofBuilds = place.state().resolve("secrets/builds/web/token");
    Outcome without = place.run("--to", "dev");
    assertThat(without.status()).isEqualTo(1);
    assertThat(without.row("build:web")).contains("failed", ofBuilds.toString());

    Path ofDev = place.state().resolve("secrets/dev/web/token");
    writeSecret(ofBuilds, value);
    Outcome half = place.run("--to", "dev");
    assertThat(half.status()).isEqualTo(1);
    assertThat(half.row("deploy:dev")).contains("failed", ofDev.toString());

    writeSecret(ofDev, value);
    Outcome whole = place.settle("--to", "dev", "--verbose");
    int sum = value.chars().sum();
    assertThat(Http.get(place.url("dev") + "/secret")).isEqualTo(value.length() + " " + sum);
    assertThat(log(half, "build")).contains("the token is ****");
    assertThat(half.said() + whole.said() + whole.report() + half.report()).doesNotContain(value);
    assertThat(place.machine().containerDescriptions()).doesNotContain(value);
    assertThat(filesWith(value)).containsExactlyInAnyOrder(ofBuilds, ofDev);

    project.restore();
    place.settle("--to", "dev");
  }

  private List<String> replicas() {
    return ENVIRONMENTS.stream().flatMap(e -> place.machine().replicas(e).stream()).toList();
  }

  private List<String> later() {
    return List.of(place.machine().replicas("stg"), place.machine().replicas("prd")).stream()
        .flatMap(List::stream)
        .toList();
  }

  private static String log(Outcome outcome, String task) throws IOException {
    Path logs = Path.of(outcome.out().replaceAll("(?s).*Logs: (\\S+).*", "$1"));
    try (Stream<Path> files = Files.list(logs)) {
      Path log =
          files.filter(f -> f.getFileName().toString().startsWith(task)).findFirst().orElseThrow();
      return Files.readString(log);
    }
  }

  private List<Path> filesWith(String text) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(place.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        if (new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).contains(text)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private static void writeSecret(Path file, String value) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, value + "\n");
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
