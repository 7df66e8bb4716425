package io.drover.benchmarks;

import io.drover.config.model.Configuration;
import io.drover.config.reader.ConfigurationReader;
import io.drover.seedjobs.item.ProjectItems;
import io.drover.seedjobs.item.SeedSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times {@code drover seed} of a thousand jobs against the Job DSL plugin, on the Jenkins at {@code
 * DROVER_TEST_JENKINS} with the login of {@code JENKINS_USER_ID} and {@code JENKINS_API_TOKEN}. On
 * one that has just been started, Drover is what it does first, cold, and Job DSL comes later.
 */
final class SeedBenchmark {
  private static final String DSL_FOLDER = "job-dsl-items";

  private final Path out;
  private final String drover;
  private final int turns;
  private final String jenkins;
  private final JobDsl dsl;

  SeedBenchmark(Path out, String drover, int turns) {
    this.out = out;
    this.drover = drover;
    this.turns = turns;
    this.jenkins = variable("DROVER_TEST_JENKINS").replaceFirst("/+$", "");
    this.dsl = new JobDsl(jenkins, variable("JENKINS_USER_ID"), variable("JENKINS_API_TOKEN"));
  }

  private static String variable(String name) {
    String value = System.getenv().getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new IllegalStateException(name + " is not set: the benchmark needs a running Jenkins");
    }
    return value;
  }

  void run() throws Exception {
    Path project = out.resolve("projects").resolve("jobs");
    ProjectGenerator.ofServices(JobsBenchmark.SERVICES, ProjectSizes.ENVIRONMENTS).write(project);
    Configuration read = ConfigurationReader.read(project).configuration().orElseThrow();
    ProjectItems items = ProjectItems.of(read, SeedSettings.DEFAULT);
    dsl.delete(read.project());
    dsl.delete(DSL_FOLDER);
    double seeded = seed(project);
    Samples unchanged = repeated(() -> seed(project));
    dsl.make(items, DSL_FOLDER);
    double made = dsl.run();
    Samples again = repeated(dsl::run);
    dsl.delete();
    dsl.delete(DSL_FOLDER);
    dsl.delete(read.project());

    Report report =
        new Report(
            "seed",
            List.of(
                items.jobs().size() + " jobs, ms: median (least)",
                "drover seed, a whole process",
                "Job DSL, its build alone",
                "ratio"));
    add(report, "first", new Samples(new double[] {seeded}), new Samples(new double[] {made}));
    add(report, "unchanged", unchanged, again);
    report.finish(out);
  }

  /** Something that takes that many milliseconds. */
  private interface Timed {
    double run() throws Exception;
  }

  private Samples repeated(Timed timed) throws Exception {
    double[] times = new double[turns];
    for (int turn = 0; turn < turns; turn++) {
      times[turn] = timed.run();
    }
    return new Samples(times);
  }

  private double seed(Path project) throws Exception {
    long start = System.nanoTime();
    Commands.run(List.of(drover, "seed", "--jenkins", jenkins, project.toString()), out);
    return (System.nanoTime() - start) / 1e6;
  }

  private static void add(Report report, String what, Samples ours, Samples theirs) {
    report.add(
        what,
        List.of(
            ours.text(),
            theirs.text(),
            String.format(Locale.ROOT, "%.1f ×", theirs.median() / ours.median())),
        Map.of("drover", ours, "jobDsl", theirs));
  }
}
