package io.drover.cli;

import io.drover.config.schema.FileKind;
import io.drover.config.schema.Schemas;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drover schema}. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Prints the JSON Schema (draft-07) of a file.")
final class SchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "build|application|environments|settings",
      description = "Which of the three files, or the settings of a cluster.")
  private FileKind file;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(Schemas.json(file));
    out.flush();
    return 0;
  }
}
