package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.deploy.cluster.Namespaces;
import io.drover.engine.kubernetes.Ownership;
import io.drover.engine.release.Release;
import io.drover.engine.release.ReleaseRecord;
import io.drover.engine.release.Releases;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drover promote}. */
@Command(
    name = "promote",
    mixinStandardHelpOptions = true,
    description = {
      "Lets the release that an environment runs into the next one. Deploys nothing:",
      "that is the next command, which is printed."
    })
final class PromoteCommand implements Callable<Integer> {
  @Mixin private ClusterOptions options;
  @Mixin private AuditOption audit;

  @Option(
      names = "--to",
      paramLabel = "NAME",
      description = "The environment that gets it (default: the environment's next_environment).")
  private String to;

  @Mixin private SkipTestsOption skipTests;

  @Override
  public Integer call() throws Exception {
    try (Clusters clusters = options.clusters()) {
      Optional<Configuration> read = options.readOrComplain();
      if (read.isEmpty()) {
        return 1;
      }
      Environment environment = options.environment(read.get());
      Environment next = next(read.get(), environment);
      Interruption.awaiting(
          () -> {
            promote(read.get(), environment, next, clusters);
            return null;
          });
    }
    return 0;
  }

  private Environment next(Configuration read, Environment environment) {
    String name =
        Optional.ofNullable(to)
            .or(environment::nextEnvironment)
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "%s is the last environment; name another one with --to"
                            .formatted(environment.name())));
    if (name.equals(environment.name())) {
      throw new WorkFailedException("%s runs it already".formatted(name));
    }
    return ClusterOptions.environment(read, name);
  }

  private void promote(
      Configuration read, Environment environment, Environment next, Clusters clusters)
      throws InterruptedException {
    Releases releases = ClusterOptions.releases(clusters, read, audit.sink());
    ReleaseRecord record = releases.of(environment.name());
    Release release = deployed(environment.name(), record);
    Optional<String> untested = skipTests.reason();
    if (untested.isEmpty()) {
      requireTests(environment, record, release);
    }
    PrintWriter words = audit.words();
    if (releases.incoming(next.name()).filter(release::equals).isPresent()) {
      words.printf("Release %s was handed to %s before.%n", release.id(), next.name());
    } else {
      Namespaces.ensure(
          clusters.of(next),
          next.namespace(),
          new Ownership(read.project(), next.name()),
          words::println);
      releases.hand(next.name(), release);
      releases.markPromoted(environment.name(), release, next.name(), untested);
      words.printf(
          "Release %s of %s may enter %s.%n", release.id(), environment.name(), next.name());
    }
    words.printf("Deploy it: drover deploy%s --environment %s%n", options.typed(), next.name());
    words.flush();
  }

  private static Release deployed(String environment, ReleaseRecord record) {
    return record
        .deployed()
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "%s runs no release that could be promoted; deploy one first"
                        .formatted(environment)))
        .release();
  }

  private void requireTests(Environment environment, ReleaseRecord record, Release release) {
    List<String> names = environment.tests().stream().map(EnvironmentTest::name).toList();
    List<String> open = record.tests().against(names, release.id());
    if (!open.isEmpty()) {
      throw new WorkFailedException(
          "release %s did not pass all tests of %s:%n  %s%nRun them: drover test%s --environment %s --target kubernetes. Or promote it all the same with --skip-tests REASON"
              .formatted(
                  release.id(),
                  environment.name(),
                  String.join("\n  ", open),
                  options.typed(),
                  environment.name()));
    }
  }
}
