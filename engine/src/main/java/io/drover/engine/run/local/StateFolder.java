package io.drover.engine.run.local;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.ContentKey;
import io.drover.engine.file.Trees;
import io.drover.engine.plan.Task;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where Drover keeps what it knows of a project on this machine, after the XDG base directory
 * specification: {@code ${XDG_STATE_HOME:-~/.local/state}/drover/<project>}.
 *
 * @param root the project's folder
 */
public record StateFolder(Path root) {
  private static final int KEPT_RUNS = 10;

  /**
   * The folder of a project.
   *
   * @param environment the process's environment
   */
  public static StateFolder of(String project, Map<String, String> environment) {
    return new StateFolder(base(environment, "XDG_STATE_HOME", ".local/state").resolve(project));
  }

  /** The folder for what every project may share and nobody misses when it is deleted. */
  public static Path cache(Map<String, String> environment) {
    return base(environment, "XDG_CACHE_HOME", ".cache");
  }

  private static Path base(Map<String, String> environment, String variable, String otherwise) {
    String value = environment.getOrDefault(variable, "");
    // "All paths set in these environment variables must be absolute", says the specification.
    Path base =
        Path.of(value).isAbsolute()
            ? Path.of(value)
            : Path.of(environment.getOrDefault("HOME", "/root")).resolve(otherwise);
    return base.resolve("drover");
  }

  /** Tells containers of this folder from those of any other; 8 hex digits. */
  public String instance() {
    return ContentKey.of("instance").with(root.toString()).hex().substring(0, 8);
  }

  /** The servers' folder. */
  public Path servers() {
    return root.resolve("servers");
  }

  /** Bare mirrors of the repositories that sources come from. */
  public Path mirrors() {
    return root.resolve("mirrors");
  }

  /** Files {@code <environment or "builds">/<secret>/<key>} with the secrets' values. */
  public Path secrets() {
    return root.resolve("secrets");
  }

  /** What each environment runs. */
  public Path releases() {
    return root.resolve("releases");
  }

  /** Notes about processes of builds and tests that run now. */
  public Path processes() {
    return root.resolve("processes");
  }

  /** Says in which cluster agents of this folder's runs may be left. */
  public Path agentPods() {
    return root.resolve("agent-pods");
  }

  /** The folder of a task that is done alone. */
  public Path ofTask(Task task) {
    return root.resolve("tasks").resolve(task.fileName());
  }

  /** The folder in which a build or a test works. */
  public Path work(String task) {
    return root.resolve("work").resolve(task);
  }

  /** What a component's build left, per version, until it is published. */
  public Path artifacts(String component) {
    return root.resolve("artifacts").resolve(component);
  }

  /** Makes the folder of a run, and deletes those of runs long past. */
  public Path newRun(String id) {
    Path runs = Trees.make(root.resolve("runs"));
    try (Stream<Path> old = Files.list(runs)) {
      List<Path> newestFirst = old.sorted(Comparator.reverseOrder()).toList();
      newestFirst.stream().skip(KEPT_RUNS - 1L).forEach(Trees::delete);
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(runs, Trees.why(e)), e);
    }
    return Trees.make(runs.resolve(id));
  }

  /** Taken while a run changes what the folder holds; the system gives it back when Drover dies. */
  public record Lock(FileChannel channel) implements AutoCloseable {
    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new WorkFailedException("could not give back the project's lock", e);
      }
    }
  }

  /**
   * Takes the project's lock.
   *
   * @throws WorkFailedException if another Drover has it
   */
  public Lock lock() {
    Path file = Trees.make(root).resolve("lock");
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(channel)) {
        channel.truncate(0);
        channel.write(
            java.nio.charset.StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"));
        return new Lock(channel);
      }
      channel.close();
      throw new WorkFailedException(
          "another drover (process %s) is working on project %s. Wait for its end, or stop it"
              .formatted(Files.readString(file).strip(), root.getFileName()));
    } catch (IOException e) {
      throw new WorkFailedException("could not lock %s: %s".formatted(file, Trees.why(e)), e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
