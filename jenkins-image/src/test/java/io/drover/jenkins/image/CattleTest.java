package io.drover.jenkins.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The image's controller, started from nothing again and again. */
@Tag("jenkins")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class CattleTest {
  private static final String JOBS =
      "/job/shop/api/json?tree=jobs[name,nextBuildNumber,inQueue,builds[number]],views[name,jobs[name]]";

  private static final List<String> PHASES =
      List.of(
          "Started initialization",
          "Listed all plugins",
          "Prepared all plugins",
          "Started all plugins",
          "Augmented all extensions",
          "System config adapted",
          "Loaded all jobs",
          "Completed initialization",
          "Jenkins is fully up and running",
          "Jobs, because Jenkins started");

  @TempDir private static Path shared;
  private static Path image;

  @TempDir private Path folder;
  private Path repository;

  @BeforeAll
  static void bake() throws Exception {
    image = BakedImage.in(shared, CattleTest.class);
  }

  @BeforeEach
  void makeRepository() throws Exception {
    repository = ShopRepository.in(folder).path();
  }

  private Controller start() throws IOException {
    return Controller.start(image, folder, Map.of("SEED_JOBS_REPO", "file://" + repository));
  }

  /** Names, ages and sizes of the image's files. */
  private static Map<String, String> imageFiles() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(image)) {
      all.forEach(
          file -> {
            try {
              files.put(
                  image.relativize(file).toString(),
                  Files.getLastModifiedTime(file) + " " + Files.size(file));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return files;
  }

  @Test
  void tenLostHomesLeaveTheSameJobsAndViewsAndStartNothing() throws Exception {
    Map<String, String> before = imageFiles();
    String first = "";
    for (int i = 0; i < 10; i++) {
      try (Controller controller = start()) {
        controller.awaitSeeded();
        String jobs = controller.get(JOBS).body();
        controller.awaitUp();
        System.err.println(String.join("\n", controller.phases(PHASES)));
        assertThat(controller.line("Failed Loading plugin")).isEmpty();
        assertThat(controller.get("/queue/api/json").body()).contains("\"items\":[]");
        assertThat(jobs)
            .contains("\"promote-prd\"", "\"env-stg\"")
            .contains("\"nextBuildNumber\":1,");
        assertThat(jobs).doesNotContain("\"number\"", "\"inQueue\":true");
        if (first.isEmpty()) {
          first = jobs;
        }
        assertThat(jobs).isEqualTo(first);
        controller.kill();
        controller.loseHome();
      }
    }
    assertThat(imageFiles()).isEqualTo(before);
  }

  @Test
  void theLibraryIsInTheImageAndPipelinesRunWithoutAnExecutor() throws Exception {
    try (Controller controller = start().awaitUp().awaitSeeded()) {
      assertThat(controller.post("/job/shop/job/seed/build").statusCode()).isEqualTo(201);
      String[] build = {""};
      controller.await(
          () -> {
            try {
              build[0] =
                  controller.get("/job/shop/job/seed/1/api/json?tree=result,description").body();
              return build[0].contains("\"result\":\"");
            } catch (IOException | InterruptedException e) {
              return false;
            }
          },
          "the seed job does not end");

      String log = controller.get("/job/shop/job/seed/1/consoleText").body();
      assertThat(build[0]).as(log).contains("SUCCESS", "unchanged");
      assertThat(log).contains("Loading library drover@");
    }
  }

  @Test
  void aRepositoryThatIsAwayAtTheStartIsToldAndTakenUpWhenItReturns() throws Exception {
    Path away = folder.resolve("away");
    Files.move(repository, away);
    try (Controller controller = start().awaitUp().awaitSeeded()) {
      assertThat(controller.get("/job/shop/api/json").statusCode()).isEqualTo(404);
      assertThat(controller.get("/manage/").body()).contains("could not read ");

      Files.move(away, repository);
      controller.await(
          () -> controller.line("Jobs, because the repository was asked again").isPresent(),
          "the repository was not asked again");

      assertThat(controller.get(JOBS).body()).contains("\"promote-prd\"");
      assertThat(controller.get("/manage/").body()).doesNotContain("could not read ");
    }
  }

  @Test
  void aHomeThatSurvivedHasTheSameJobsAndBuilds() throws Exception {
    try (Controller controller = start().awaitUp().awaitSeeded()) {
      controller.post("/job/shop/job/seed/build");
      controller.await(
          () -> Files.exists(folder.resolve("home/jobs/shop/jobs/seed/builds/1/build.xml")),
          "the seed job does not end");
      controller.kill();
    }
    try (Controller controller = start().awaitSeeded().awaitUp()) {
      assertThat(controller.line("Jobs, because Jenkins started"))
          .get()
          .asString()
          .contains("unchanged");
      assertThat(controller.get(JOBS).body()).contains("\"number\":1}");
    }
  }

  /** Another image is the upgrade; {@code DROVER_TEST_OLDER_PLUGIN} names an older drover.hpi. */
  @Test
  void anotherVersionOfThePluginHasTheSameJobsAndSettings(@TempDir Path before) throws Exception {
    String older = System.getenv().getOrDefault("DROVER_TEST_OLDER_PLUGIN", "");
    Assumptions.assumeTrue(!older.isEmpty(), "no older plugin");
    Path newer = image;
    String jobs;
    String settings;
    image = BakedImage.in(before, Path.of(older));
    try (Controller controller = start().awaitUp().awaitSeeded()) {
      jobs = controller.get(JOBS).body();
      settings = settings(controller);
      controller.kill();
    } finally {
      image = newer;
    }
    assertThat(jobs).contains("\"promote-prd\"");
    assertThat(settings).contains("url: \"file://" + repository);
    for (boolean lost : List.of(false, true)) {
      try (Controller controller = start().awaitUp().awaitSeeded()) {
        assertThat(controller.line("Failed Loading plugin")).isEmpty();
        assertThat(controller.get(JOBS).body()).as("home lost: " + lost).isEqualTo(jobs);
        assertThat(settings(controller)).as("home lost: " + lost).isEqualTo(settings);
        controller.kill();
        controller.loseHome();
      }
    }
  }

  /** The plugin's settings as Configuration as Code exports them. */
  private static String settings(Controller controller) throws Exception {
    return controller
        .post("/configuration-as-code/export")
        .body()
        .lines()
        .dropWhile(line -> !line.equals("  drover:"))
        .skip(1)
        .takeWhile(line -> line.startsWith("    "))
        .collect(Collectors.joining("\n"));
  }
}
