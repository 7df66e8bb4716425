package io.drover.engine.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import io.drover.engine.run.local.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a build or a test that failed left, so that a person can look into it. It is noted in the
 * job's folder; values of secrets are not.
 *
 * @param task id of the task
 * @param agent where it ran
 * @param target where the services ran that a test was about
 * @param reason why it failed, in one line
 * @param line the shell line that failed; empty if none did
 * @param variables the environment of the lines, without secrets
 * @param packages packages of ours that its agent had
 */
record KeptWorkspace(
    String task,
    RunSettings.AgentKind agent,
    RunSettings.Target target,
    String reason,
    String line,
    Map<String, String> variables,
    OwnPackages packages) {
  /** The newest ones that are kept. */
  static final int MOST = 5;

  private static final String NOTE = "failed.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  KeptWorkspace {
    variables = new TreeMap<>(variables);
  }

  /** Keeps a job's folder, and no more than the newest 5. */
  void keepIn(StateFolder state, Path folder) {
    try {
      AtomicFile.write(folder.resolve(NOTE), JSON.writeValueAsString(this));
    } catch (IOException e) {
      throw new WorkFailedException("could not note what failed in " + folder, e);
    }
    List<Path> newestFirst = new ArrayList<>(notes(state));
    newestFirst.sort(Comparator.comparing(KeptWorkspace::written).reversed());
    newestFirst.stream().skip(MOST).forEach(note -> Trees.delete(note.getParent()));
  }

  /** The tasks of which a workspace is kept, sorted. */
  static List<KeptWorkspace> all(StateFolder state) {
    return notes(state).stream()
        .map(KeptWorkspace::read)
        .sorted(Comparator.comparing(KeptWorkspace::task))
        .toList();
  }

  /**
   * The one of a task.
   *
   * @throws WorkFailedException if there is none; names those that there are
   */
  static KeptWorkspace of(String task, StateFolder state) {
    List<KeptWorkspace> all = all(state);
    Optional<KeptWorkspace> found = all.stream().filter(k -> k.task().equals(task)).findFirst();
    return found.orElseThrow(
        () ->
            new WorkFailedException(
                "no workspace of %s is kept; %s"
                    .formatted(
                        task,
                        all.isEmpty()
                            ? "there is one where a build or a test failed in the last run of it"
                            : "there are: "
                                + String.join(
                                    ", ", all.stream().map(KeptWorkspace::task).toList()))));
  }

  private static List<Path> notes(StateFolder state) {
    Path work = state.work("x").getParent();
    if (!Files.isDirectory(work)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(work)) {
      return folders.map(folder -> folder.resolve(NOTE)).filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(work, Trees.why(e)), e);
    }
  }

  private static KeptWorkspace read(Path note) {
    try {
      return JSON.readValue(note.toFile(), KeptWorkspace.class);
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(note, Trees.why(e)), e);
    }
  }

  private static long written(Path note) {
    return note.toFile().lastModified();
  }
}
