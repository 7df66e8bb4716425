package io.drover.engine.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Releases of one machine: a file per environment. Only one process at a time writes them. */
public final class ReleaseFiles implements ReleaseStore {
  private static final String HISTORY = "history";
  private static final String TESTS = "tests";

  private final Path folder;

  /** The releases kept in a folder. */
  public ReleaseFiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public ReleaseRecord read(String environment) {
    Path file = folder.resolve(environment + ".json");
    if (!Files.exists(file)) {
      return ReleaseRecord.EMPTY;
    }
    try {
      ObjectNode object = ReleaseJson.parse(Files.readString(file));
      List<HistoryEntry> history =
          object.has(HISTORY) ? ReleaseJson.history(object.get(HISTORY)) : List.of();
      TestOutcomes tests =
          object.has(TESTS) ? TestJson.tests(object.get(TESTS)) : TestOutcomes.NONE;
      return ReleaseJson.record(object, tests, history);
    } catch (IOException e) {
      throw unreadable(file, Trees.why(e), environment, e);
    } catch (ReleaseJson.MalformedException e) {
      throw unreadable(file, e.getMessage(), environment, e);
    }
  }

  private static WorkFailedException unreadable(
      Path file, String why, String environment, Exception cause) {
    return new WorkFailedException(
        "could not read %s: %s. Delete it to forget what %s runs".formatted(file, why, environment),
        cause);
  }

  @Override
  public synchronized ReleaseRecord change(
      String environment, UnaryOperator<ReleaseRecord> change) {
    ReleaseRecord before = read(environment);
    ReleaseRecord after = change.apply(before);
    if (!after.equals(before)) {
      ObjectNode object = ReleaseJson.releases(after);
      if (!after.tests().outcomes().isEmpty()) {
        object.set(TESTS, TestJson.tests(after.tests()));
      }
      object.putArray(HISTORY).addAll(after.history().stream().map(ReleaseJson::entry).toList());
      AtomicFile.write(folder.resolve(environment + ".json"), ReleaseJson.print(object));
    }
    return after;
  }
}
