package io.drover.config.reader;

import io.drover.config.bind.ConfigurationBinder;
import io.drover.config.check.LegacySpelling;
import io.drover.config.check.LegacySpellings;
import io.drover.config.check.ProjectChecks;
import io.drover.config.check.ReadFile;
import io.drover.config.model.Configuration;
import io.drover.config.problem.Problem;
import io.drover.config.problem.Problems;
import io.drover.config.problem.Severity;
import io.drover.config.schema.FileKind;
import io.drover.config.schema.Schemas;
import io.drover.config.tree.Place;
import io.drover.config.tree.Value.Fields;
import io.drover.config.yaml.SchemaWalker;
import io.drover.config.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Reads and checks the three files of a configuration folder. */
public final class ConfigurationReader {
  /** Bytes; a smaller file is read before a thread for it would have begun. */
  private static final long WORTH_A_THREAD = 32 * 1024;

  private ConfigurationReader() {}

  /**
   * Reads {@code build}, {@code application} and {@code environments} of a folder.
   *
   * @param directory the configuration folder
   * @return all problems, and the configuration if none of them is an error; never throws for
   *     anything that a file can hold
   */
  public static ReadResult read(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      return new ReadResult(Optional.empty(), List.of(missing(directory)));
    }
    return result(absolute, files(absolute));
  }

  /**
   * Checks the three files as {@link #read} does, without making a configuration of them.
   *
   * @param directory the configuration folder
   * @return all problems, in file order
   */
  public static List<Problem> check(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    return Files.isDirectory(absolute) ? problems(files(absolute)) : List.of(missing(directory));
  }

  private static Problem missing(Path directory) {
    return new Problem(
        directory.toString(),
        1,
        1,
        Severity.ERROR,
        "missing-folder",
        "there is no such folder",
        "name the folder that holds the three files");
  }

  /** The files, checked on their own and against each other. */
  private static List<ReadFile> files(Path directory) {
    FutureTask<ReadFile> reading = new FutureTask<>(() -> file(directory, FileKind.ENVIRONMENTS));
    boolean worthAThread = isBig(directory, FileKind.ENVIRONMENTS);
    if (worthAThread) {
      startInBackground(reading);
      // ready before the other thread has parsed the file and asks for it
      Schemas.of(FileKind.ENVIRONMENTS);
    }
    ReadFile build = file(directory, FileKind.BUILD);
    ReadFile application = file(directory, FileKind.APPLICATION);
    if (!worthAThread) {
      reading.run();
    }
    ReadFile environments = result(reading);
    ProjectChecks.check(build, application, environments);
    return List.of(build, application, environments);
  }

  private static List<Problem> problems(List<ReadFile> files) {
    return files.stream().flatMap(file -> file.problems().sorted().stream()).toList();
  }

  /**
   * What is written as only old files do.
   *
   * @param directory the configuration folder
   * @return in file order; nothing of a file that cannot be read
   */
  public static List<LegacySpelling> legacySpellings(Path directory) {
    return FileKind.OF_PROJECT.stream()
        .map(kind -> file(directory.toAbsolutePath().normalize(), kind))
        .flatMap(file -> LegacySpellings.in(file).stream())
        .toList();
  }

  private static boolean isBig(Path directory, FileKind kind) {
    for (String name : kind.names()) {
      Path file = directory.resolve(name);
      if (Files.isRegularFile(file)) {
        try {
          return Files.size(file) > WORTH_A_THREAD;
        } catch (IOException e) {
          return false;
        }
      }
    }
    return false;
  }

  /** The biggest file is read beside the others: parsing is most of the time of a read. */
  private static void startInBackground(Runnable work) {
    Thread thread = new Thread(work, "drover-read");
    thread.setDaemon(true);
    thread.start();
  }

  private static <T> T result(FutureTask<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ReadResult result(Path directory, List<ReadFile> files) {
    boolean errors = files.stream().anyMatch(file -> file.problems().hasErrors());
    List<Fields> roots = files.stream().flatMap(file -> file.root().stream()).toList();
    Optional<Configuration> configuration =
        errors || roots.size() < files.size()
            ? Optional.empty()
            : Optional.of(
                ConfigurationBinder.bind(directory, roots.get(0), roots.get(1), roots.get(2)));
    return new ReadResult(configuration, problems(files));
  }

  private static ReadFile file(Path directory, FileKind kind) {
    List<String> found = new ArrayList<>();
    for (String name : kind.names()) {
      if (Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        found.add(name);
      }
    }
    String name = found.stream().findFirst().orElse(kind.preferredName());
    Problems problems = new Problems(name);
    if (found.isEmpty()) {
      problems.error(
          Place.START,
          "missing-file",
          "the file is missing",
          "create it, with `project: <name>` as its first line");
      return new ReadFile(name, Optional.empty(), problems);
    }
    if (found.size() > 1) {
      problems.error(
          Place.START,
          "two-spellings",
          "there is also " + String.join(" and ", found.subList(1, found.size())),
          "keep one of them");
    }
    Optional<Fields> root =
        YamlFile.read(directory.resolve(name), problems)
            .flatMap(node -> SchemaWalker.walk(node, Schemas.of(kind), problems));
    return new ReadFile(name, root, problems);
  }
}
