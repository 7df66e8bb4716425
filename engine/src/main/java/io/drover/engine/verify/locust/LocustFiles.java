package io.drover.engine.verify.locust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.config.model.EnvironmentTest.Locust;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Drover's own files in the workspace of a load test. */
final class LocustFiles {
  /** The folder with all of them, from the workspace. */
  static final String FOLDER = ".drover-locust";

  /** The folder with what is kept, from the workspace. */
  static final String REPORT = FOLDER + "/report";

  /** The shell line that runs the test. */
  static final String LINE = "python3 -B " + FOLDER + "/run.py";

  private static final String CSV = "locust";
  private static final String FETCH = "fetch.py";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path workspace;

  LocustFiles(Path workspace) {
    this.workspace = workspace;
  }

  /**
   * Writes what runs the test.
   *
   * @throws WorkFailedException if there is no locustfile, or the files cannot be written
   */
  void write(Locust locust, String host, boolean workersElsewhere) {
    if (!Files.exists(workspace.resolve(locust.locustfile()))) {
      throw new WorkFailedException(
          "there is no %s among the sources of the test; `locustfile` names another, `repository` says where they are"
              .formatted(locust.locustfile()));
    }
    Trees.fresh(workspace.resolve(FOLDER));
    Trees.make(workspace.resolve(REPORT));
    ObjectNode settings = JSON.createObjectNode();
    words(
        settings,
        "master",
        CommandLines.master(locust, host, workersElsewhere, REPORT + "/" + CSV));
    words(settings, "worker", CommandLines.worker(locust));
    settings.put("local_workers", workersElsewhere ? 0 : locust.workers());
    settings.put("elsewhere", workersElsewhere);
    file("settings.json", settings.toString());
    for (String program : List.of("run.py", "process.py")) {
      file(program, resource(program));
    }
  }

  private static void words(ObjectNode settings, String name, List<String> words) {
    var array = settings.putArray(name);
    words.forEach(array::add);
  }

  private void file(String name, String text) {
    AtomicFile.write(workspace.resolve(FOLDER).resolve(name), text);
  }

  /** The program of a worker that is elsewhere: gets the files from the master, and begins. */
  static List<String> workerElsewhere() {
    return List.of("python3", "-B", "-c", resource(FETCH));
  }

  /** Why the test could not go on, if it said so. */
  Optional<String> reason() {
    Path end = workspace.resolve(FOLDER).resolve("end.json");
    if (!Files.exists(end)) {
      return Optional.empty();
    }
    try {
      JsonNode said = JSON.readTree(Files.readAllBytes(end));
      return Optional.of(said.path("reason").asText("")).filter(reason -> !reason.isBlank());
    } catch (IOException e) {
      // It was killed while it wrote.
      return Optional.empty();
    }
  }

  /** What was measured. */
  LoadResult result() {
    return LoadResult.read(workspace.resolve(REPORT), CSV);
  }

  /** Writes the page on the test beside the CSV files. */
  void write(LoadReport report) {
    Path folder = workspace.resolve(REPORT);
    AtomicFile.write(folder.resolve(ReportPage.STYLE), ReportPage.style());
    AtomicFile.write(folder.resolve("index.html"), ReportPage.of(report));
  }

  private static String resource(String name) {
    try (InputStream file = LocustFiles.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
