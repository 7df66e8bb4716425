package io.drover.cli;

import io.drover.config.model.Deployment.Colour;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drover switch}. */
@Command(
    name = "switch",
    mixinStandardHelpOptions = true,
    description = {
      "Leads requests to the other colour of blue/green services, once it is ready. The same",
      "command again leads them back."
    })
final class SwitchCommand implements Callable<Integer> {
  @Mixin private DeployOptions options;
  @Mixin private AuditOption audit;

  @Option(
      names = "--service",
      paramLabel = "SERVICE",
      description = "Only this one (default: all blue/green services). May be repeated.")
  private Set<String> services = Set.of();

  @Option(
      names = "--to",
      paramLabel = "blue|green",
      description = "The colour (default: for each service the one that is idle).")
  private Colour to;

  @Override
  public Integer call() throws Exception {
    PrintWriter words = audit.words();
    return options.run(
        true,
        audit.sink(),
        (environment, deployer) -> {
          deployer.switchColours(
              environment,
              services,
              Optional.ofNullable(to),
              line -> {
                words.println(Words.printable(line));
                words.flush();
              });
          return 0;
        });
  }
}
