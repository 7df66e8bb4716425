package io.drover.cli;

import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest.Locust;
import io.drover.config.tree.Names;
import io.drover.config.tree.RunTime;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code drover perf}. */
@Command(
    name = "perf",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a load test of an environment against what runs there, as often",
      "as you like and with other numbers than those of the file. Builds,",
      "deploys and records nothing."
    })
final class PerfCommand implements Callable<Integer> {
  /** As the files take it. */
  private static final Pattern HOST =
      Pattern.compile("https?://[^\\s'\"`$\\\\;&|<>]+|[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  @Spec private CommandSpec spec;
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
      description = "Which of its load tests; needed where there are several.")
  private String test;

  @Option(names = "--users", paramLabel = "N", description = "Users at the peak.")
  private Integer users;

  @Option(names = "--spawn-rate", paramLabel = "N", description = "Users started per second.")
  private Double spawnRate;

  @Option(
      names = "--run-time",
      paramLabel = "TIME",
      description = "How long, for example 90s, 5m or 1h30m.")
  private String runTime;

  @Option(names = "--workers", paramLabel = "N", description = "Locust's worker processes.")
  private Integer workers;

  @Option(names = "--host", paramLabel = "SERVICE|URL", description = "What is loaded.")
  private String host;

  @Override
  public Integer call() throws Exception {
    check();
    return options.run(
        settings -> settings,
        (run, configuration) -> {
          Environment known = ClusterOptions.environment(configuration, environment);
          return run.load(
              known.name(), Optional.ofNullable(test).map(Names::normalise), this::changed);
        });
  }

  private void check() {
    boolean time = runTime == null || RunTime.parse(runTime).filter(t -> !t.isZero()).isPresent();
    require(time, "--run-time takes a time such as 90s, 5m or 1h30m");
    require(users == null || users > 0, "--users takes a number from 1");
    require(workers == null || workers > 0, "--workers takes a number from 1");
    require(spawnRate == null || spawnRate > 0, "--spawn-rate takes a number above 0");
    boolean target = host == null || HOST.matcher(host).matches();
    require(target, "--host takes a service of the environment, or a URL: http://HOST[:PORT]");
  }

  private void require(boolean good, String words) {
    if (!good) {
      throw new ParameterException(spec.commandLine(), words);
    }
  }

  private Locust changed(Locust file) {
    return new Locust(
        file.locustfile(),
        Optional.ofNullable(host).or(file::host),
        Optional.ofNullable(users).orElse(file.users()),
        Optional.ofNullable(spawnRate).orElse(file.spawnRate()),
        Optional.ofNullable(runTime).orElse(file.runTime()),
        Optional.ofNullable(workers).orElse(file.workers()),
        file.thresholds());
  }
}
