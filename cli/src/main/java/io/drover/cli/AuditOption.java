package io.drover.cli;

import io.drover.engine.release.Change;
import io.drover.engine.release.ReleaseJson;
import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Changes as lines of JSON, for those who collect them. */
final class AuditOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--audit",
      description =
          "Prints each change as a line of JSON on standard output, and all else on standard"
              + " error.")
  private boolean audit;

  /** Takes each change. */
  Consumer<Change> sink() {
    return change -> {
      if (audit) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(ReleaseJson.change(change));
        out.flush();
      }
    };
  }

  /** Where everything else goes. */
  PrintWriter words() {
    return audit ? spec.commandLine().getErr() : spec.commandLine().getOut();
  }
}
