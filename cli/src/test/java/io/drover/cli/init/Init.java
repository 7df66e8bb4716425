package io.drover.cli.init;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs the command as the command line would. */
final class Init {
  private Init() {}

  /** What it said, and how it ended. */
  record Result(int status, String output, String error) {}

  static Result run(List<String> arguments, Path folder) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> words = new ArrayList<>(arguments);
    words.add(folder.toString());
    int status =
        new CommandLine(new InitCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setExecutionExceptionHandler(
                (error, line, parsed) -> {
                  line.getErr().println(error.getMessage());
                  return 1;
                })
            .execute(words.toArray(String[]::new));
    return new Result(status, out.toString(), err.toString());
  }
}
