package io.drover.cli;

import io.drover.config.model.Environment;
import io.drover.engine.deploy.cluster.ObjectDiff;
import io.drover.engine.release.Release;
import io.drover.engine.run.Deployer;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drover diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what deploy would change in a cluster, by the API server's own dry run. Takes the same",
      "release as deploy would. Values of secrets are not shown."
    })
final class DiffCommand implements Callable<Integer> {
  @Mixin private DeployOptions options;
  @Mixin private ImagesOption images;

  @Option(names = "--exit-code", description = "Ends with 1 if deploy would change anything.")
  private boolean exitCode;

  @Override
  public Integer call() throws Exception {
    return options.run(true, change -> {}, this::print);
  }

  private int print(Environment environment, Deployer deployer) throws InterruptedException {
    Release release = deployer.choose(environment, images.read());
    List<ObjectDiff> diffs =
        deployer.diff(environment, release, line -> options.err().println(Words.printable(line)));
    PrintWriter out = options.out();
    out.print(DiffView.text(diffs, TerminalMode.hasColours()));
    out.flush();
    boolean refused = diffs.stream().anyMatch(d -> d.change() == ObjectDiff.Change.REFUSED);
    return refused || (exitCode && !diffs.isEmpty()) ? 1 : 0;
  }
}
