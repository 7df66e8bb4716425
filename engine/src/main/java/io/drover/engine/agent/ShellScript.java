package io.drover.engine.agent;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import io.drover.engine.process.ShellWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The script that runs a job's lines one after the other. It notes which line it is at, so that an
 * error can name it, whatever agent it runs on.
 */
public final class ShellScript {
  /** Characters of output that are needed beside the log, for a shell that does not start. */
  public static final int KEPT_OUTPUT = 4096;

  private static final String NAME = "run.sh";
  private static final String POSITION = "line";

  private final Path folder;
  private final List<String> lines;

  private ShellScript(Path folder, List<String> lines) {
    this.folder = folder;
    this.lines = lines;
  }

  /** Writes the script of a job. */
  public static ShellScript write(AgentJob job) {
    ShellScript script = new ShellScript(Trees.fresh(job.control()), job.lines());
    try {
      Files.writeString(job.control().resolve(NAME), script.text());
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not write the script of %s to %s: %s"
              .formatted(job.name(), job.control(), Trees.why(e)),
          e);
    }
    return script;
  }

  /** The script that was written for a job. */
  static ShellScript of(AgentJob job) {
    return new ShellScript(job.control(), job.lines());
  }

  /**
   * The words that run it.
   *
   * @param control where the job's control folder is seen by the shell
   */
  public List<String> words(String control) {
    return List.of("sh", control + "/" + NAME, control + "/" + POSITION);
  }

  /**
   * Turns the script's end into an error that names the line, if it was not a good one.
   *
   * @param result the script's result
   * @param job what was run
   */
  public void check(Command.Result result, AgentJob job) {
    if (result.succeeded()) {
      return;
    }
    String how =
        result.timedOut()
            ? "was ended after %d s, its time limit".formatted(job.spec().timeout().toSeconds())
            : "ended with status " + result.status();
    int number =
        position()
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "the shell could not be started: " + result.lastLines(3)));
    throw new LineFailedException(
        failure(number, how), lines.get(number - 1).strip(), result.status());
  }

  /**
   * That a line failed, in words.
   *
   * @param number of the line, from 1
   * @param how what became of it
   */
  String failure(int number, String how) {
    return "line %d of %d %s: %s"
        .formatted(number, lines.size(), how, first(lines.get(number - 1)));
  }

  private Optional<Integer> position() {
    try {
      int line = Integer.parseInt(Files.readString(folder.resolve(POSITION)).strip());
      return Optional.of(line);
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String first(String line) {
    return line.strip().lines().findFirst().orElse("");
  }

  private String text() {
    StringBuilder text = new StringBuilder("set -e\n");
    for (int i = 0; i < lines.size(); i++) {
      text.append("echo %d > \"$1\"%n".formatted(i + 1));
      text.append("printf '+ %s\\n' ").append(ShellWords.quoted(lines.get(i).strip())).append('\n');
      text.append("sh -e -c ").append(ShellWords.quoted(lines.get(i))).append(" < /dev/null\n");
    }
    return text.toString();
  }
}
