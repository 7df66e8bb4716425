package io.drover.engine.agent;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import io.drover.engine.process.ShellWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A container that somebody else starts and that has nothing of Drover in it but the job's folder:
 * a POSIX shell runs the script there. The job has run when its agent is asked to run it.
 */
public final class ElsewhereAgent implements Agent {
  /** The script's name in the job's control folder. */
  public static final String SCRIPT = "task.sh";

  private static final String STATUS = "status";
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Stands in a report for a status that only the script will know. */
  private static final String UNKNOWN = "@status@";

  /**
   * Writes the script of a job.
   *
   * @param job the job, without values of secrets
   * @param secrets variables that the container has got its own way, as {@code NAME} to where its
   *     value comes from, in words
   * @param report the file that gets a report when a line fails
   * @param failure makes the report of a reason
   */
  public static void write(
      AgentJob job, Map<String, String> secrets, Path report, UnaryOperator<String> failure) {
    ShellScript script = ShellScript.write(job);
    Trees.make(job.control().resolve("home"));
    Trees.make(job.control().resolve("tmp"));
    StringBuilder text = new StringBuilder("#!/bin/sh\n");
    text.append("case $0 in */*) cd \"${0%/*}\" || exit 125 ;; esac\n");
    text.append("control=$PWD\nprintf '' > status || exit 125\n");
    text.append("failed() {\n  printf 'drover: %s%s%s\\n' \"$2\" \"$1\" \"$3\" >&2\n");
    text.append("  printf '%s%s%s\\n' \"$4\" \"$1\" \"$5\" > \"$control/")
        .append(job.control().relativize(report))
        .append("\"\n  exit 1\n}\n");
    text.append("export HOME=\"$control/home\" TMPDIR=\"$control/tmp\"\n");
    export(text, job.environment());
    secrets.forEach(
        (name, origin) ->
            text.append("[ -n \"${%s+set}\" ] || failed '' ".formatted(identifier(name)))
                .append(parts("%s is not set; it is %s".formatted(name, origin), failure))
                .append('\n'));
    text.append("cd ../workspace || exit 125\n");
    text.append(String.join(" ", script.words("\"$control\"")));
    text.append("\nstatus=$?\nprintf '%s\\n' \"$status\" > \"$control/status\"\n");
    text.append("[ \"$status\" -ne 0 ] || exit 0\n");
    text.append("read -r line < \"$control/line\"\ncase $line in\n");
    for (int line = 1; line <= job.lines().size(); line++) {
      text.append(line)
          .append(") failed \"$status\" ")
          .append(parts(script.failure(line, "ended with status " + UNKNOWN), failure))
          .append(" ;;\n");
    }
    text.append("esac\nexit \"$status\"\n");
    AtomicFile.write(job.control().resolve(SCRIPT), text.toString());
  }

  /**
   * Writes the script of a job that has nothing to do.
   *
   * @param folder the job's folder
   */
  public static void writeNothingToDo(Path folder) {
    Trees.fresh(folder);
    AtomicFile.write(folder.resolve("control").resolve(SCRIPT), "#!/bin/sh\nexit 0\n");
  }

  private static void export(StringBuilder text, Map<String, String> environment) {
    new TreeMap<>(environment)
        .forEach(
            (name, value) ->
                text.append("export ")
                    .append(identifier(name))
                    .append('=')
                    .append(ShellWords.quoted(value))
                    .append('\n'));
  }

  private static String identifier(String name) {
    if (!IDENTIFIER.matcher(name).matches()) {
      throw new WorkFailedException("no shell can set a variable named " + name);
    }
    return name;
  }

  /** Reason and report as words, each in what stands before and after the status. */
  private static String parts(String reason, UnaryOperator<String> failure) {
    return ShellWords.join(
        List.of(
            before(reason),
            after(reason),
            before(failure.apply(reason)),
            after(failure.apply(reason)).stripTrailing()));
  }

  private static String before(String text) {
    int status = text.indexOf(UNKNOWN);
    return status < 0 ? text : text.substring(0, status);
  }

  private static String after(String text) {
    int status = text.indexOf(UNKNOWN);
    return status < 0 ? "" : text.substring(status + UNKNOWN.length());
  }

  @Override
  public void run(AgentJob job) {
    int status =
        status(job)
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "the lines of %s did not run to their end; sh %s runs them"
                            .formatted(job.name(), job.control().resolve(SCRIPT))));
    ShellScript.of(job).check(new Command.Result(status, false, "", ""), job);
  }

  private static Optional<Integer> status(AgentJob job) {
    try {
      return Optional.of(Integer.valueOf(Files.readString(job.control().resolve(STATUS)).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
