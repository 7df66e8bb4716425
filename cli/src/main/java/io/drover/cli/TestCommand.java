package io.drover.cli;

import io.drover.config.model.Environment;
import io.drover.config.tree.Names;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drover test}. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = {
      "Runs tests of an environment against what runs there, and records what they came to with",
      "the release. Builds and deploys nothing."
    })
final class TestCommand implements Callable<Integer> {
  @Mixin private RunOptions options;

  @Option(
      names = {"-e", "--environment"},
      paramLabel = "NAME",
      required = true,
      description = "The environment.")
  private String environment;

  @Option(
      names = "--test",
      paramLabel = "NAME",
      description = "Only this test; may be given several times.")
  private Set<String> tests = Set.of();

  @Override
  public Integer call() throws Exception {
    return options.run(
        settings -> settings,
        (run, configuration) -> {
          Environment known = ClusterOptions.environment(configuration, environment);
          Set<String> names = new TreeSet<>();
          tests.forEach(name -> names.add(Names.normalise(name)));
          return run.test(known.name(), names);
        });
  }
}
