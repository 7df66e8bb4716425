package io.drover.engine.verify.locust;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.Dependency;
import io.drover.config.model.DependencyType;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.EnvironmentTest.Locust;
import io.drover.config.model.Report;
import io.drover.config.tree.RunTime;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.verify.TestRun;
import io.drover.engine.verify.TestType;
import io.drover.engine.verify.Verdict;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Load tests: Locust's master and its workers on an agent, or the workers in pods of their own.
 * They pass when the thresholds are kept.
 */
public final class LocustTests implements TestType {
  private static final Duration AROUND_THE_RUN = Duration.ofMinutes(2);
  private static final String TOKEN = "DROVER_LOCUST_TOKEN";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Agent agent;
  private final boolean workersElsewhere;
  private final UnaryOperator<Locust> change;

  /**
   * Tests that run on an agent.
   *
   * @param workersElsewhere whether the agent brings workers to pods of their own
   * @param change makes the settings that are wanted of those of the file
   */
  public LocustTests(Agent agent, boolean workersElsewhere, UnaryOperator<Locust> change) {
    this.agent = agent;
    this.workersElsewhere = workersElsewhere;
    this.change = change;
  }

  /** Where the page on a test lies, from its workspace; the CSV files are beside it. */
  public static String reportFolder() {
    return LocustFiles.REPORT;
  }

  /** How long a test with these settings may take, even if the file gives it less time. */
  public static Duration timeout(Locust settings, AgentSpec spec) {
    Duration least = RunTime.parse(settings.runTime()).orElseThrow().plus(AROUND_THE_RUN);
    return spec.timeout().compareTo(least) < 0 ? least : spec.timeout();
  }

  @Override
  public List<Report> reports(EnvironmentTest test) {
    List<Report> reports = new ArrayList<>(test.reports());
    reports.add(new Report.Html(LocustFiles.REPORT));
    return reports;
  }

  @Override
  public Verdict run(TestRun run) throws InterruptedException {
    Locust settings = change.apply(run.test().locust().orElseThrow());
    String host = host(run, settings);
    Optional<Baseline> baseline =
        run.yardstick()
            .map(outcome -> new Baseline(outcome.release(), outcome.figures()))
            .filter(before -> before.isOf(settings));
    LocustFiles files = new LocustFiles(run.job().workspace());
    files.write(settings, host, workersElsewhere);
    Instant begin = Instant.now();
    Optional<String> stopped = run(job(run.job(), settings), files);
    LoadResult result = files.result();
    LoadVerdict verdict = new LoadVerdict(settings, host, result, baseline, stopped);
    files.write(
        new LoadReport(
            "%s of %s".formatted(run.test().name(), run.environment()),
            run.release(),
            result.history().begin().orElse(begin),
            host,
            settings,
            result,
            verdict.gates(),
            baseline,
            verdict.failure()));
    return verdict.verdict();
  }

  /** Why it stopped before its end, if it did. */
  private Optional<String> run(AgentJob job, LocustFiles files) throws InterruptedException {
    try {
      agent.run(job);
      return Optional.empty();
    } catch (WorkFailedException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return Optional.of(files.reason().orElse(e.getMessage()));
    }
  }

  private static String host(TestRun run, Locust settings) {
    if (settings.host().filter(host -> host.contains("://")).isPresent()) {
      return settings.host().get();
    }
    Optional<String> url =
        settings.host().isPresent()
            ? settings.host().map(run.urls()::get)
            : run.urls().values().stream().findFirst();
    return url.orElseThrow(
        () ->
            new WorkFailedException(
                "%s has no service%s with a port that could be loaded; give the test another `host`"
                    .formatted(run.environment(), settings.host().map(" "::concat).orElse(""))));
  }

  private AgentJob job(AgentJob job, Locust settings) {
    Map<String, String> environment = new TreeMap<>(job.environment());
    if (workersElsewhere) {
      environment.put(TOKEN, token());
    }
    List<String> results = new ArrayList<>(job.results());
    results.add(LocustFiles.FOLDER + "/**");
    return new AgentJob(
        job.name(),
        inTime(withLocust(job.spec()), settings),
        job.folder(),
        environment,
        List.of(LocustFiles.LINE),
        results,
        job.placement(),
        job.network(),
        new LiveFigures(job.log()),
        workersElsewhere
            ? Optional.of(new AgentJob.Workers(settings.workers(), LocustFiles.workerElsewhere()))
            : Optional.empty());
  }

  /** A run may have been asked for that is longer than that of the file. */
  private static AgentSpec inTime(AgentSpec spec, Locust settings) {
    return new AgentSpec(
        spec.base(), spec.dependencies(), spec.resources(), timeout(settings, spec));
  }

  /** The agent of a load test: who names an image of their own has Locust in it. */
  public static AgentSpec withLocust(AgentSpec spec) {
    boolean given =
        spec.dependencies().stream().anyMatch(d -> d.name().matches("(python3-)?locust(\\[.*)?"));
    Optional<Dependency> locust =
        given
            ? Optional.empty()
            : spec.base().matches("(debian|ubuntu):.*")
                ? Optional.of(dependency("python3-locust", DependencyType.DEBIAN_PACKAGE))
                : spec.base().startsWith("alpine:")
                    ? Optional.of(dependency("locust", DependencyType.PIP_PACKAGE))
                    : Optional.empty();
    List<Dependency> dependencies = new ArrayList<>(spec.dependencies());
    locust.ifPresent(dependencies::add);
    return new AgentSpec(spec.base(), dependencies, spec.resources(), spec.timeout());
  }

  private static Dependency dependency(String name, DependencyType type) {
    return new Dependency(
        name,
        type,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static String token() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
