package io.drover.cli;

import io.drover.engine.release.Release;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drover deploy}. */
@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    description = {
      "Brings an environment of a cluster to what the files and a release say. Without --release",
      "and --image: the release that was promoted into it, else the one that it runs."
    })
final class DeployCommand implements Callable<Integer> {
  @Mixin private DeployOptions options;
  @Mixin private ImagesOption images;
  @Mixin private AuditOption audit;

  @Option(
      names = "--no-switch",
      description = "Blue/green services keep their live colour; switch is a command of its own.")
  private boolean noSwitch;

  @Override
  public Integer call() throws Exception {
    Release named = images.read();
    return options.run(
        !noSwitch,
        audit.sink(),
        (environment, deployer) -> {
          Release release = deployer.choose(environment, named);
          return DeployRun.of(environment, release, options.err(), audit.words())
              .run(log -> deployer.deploy(environment, release, log));
        });
  }
}
