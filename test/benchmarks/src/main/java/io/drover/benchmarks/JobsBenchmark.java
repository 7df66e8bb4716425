package io.drover.benchmarks;

import io.drover.config.model.Configuration;
import io.drover.config.reader.ConfigurationReader;
import io.drover.seedjobs.item.ProjectItems;
import io.drover.seedjobs.item.SeedSettings;
import io.drover.seedjobs.xml.ItemXml;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Times how a plan becomes a thousand Jenkins jobs: in a cold and a warm process, and as files. */
final class JobsBenchmark {
  /** 499 components and applications each in three environments: 1,006 jobs. */
  static final int SERVICES = 1_497;

  private final Path out;
  private final String drover;
  private final int turns;

  JobsBenchmark(Path out, String drover, int turns) {
    this.out = out;
    this.drover = drover;
    this.turns = turns;
  }

  void run() throws Exception {
    Path project = out.resolve("projects").resolve("jobs");
    ProjectGenerator.ofServices(SERVICES, ProjectSizes.ENVIRONMENTS).write(project);
    Configuration read = ConfigurationReader.read(project).configuration().orElseThrow();
    double[] rendered = new double[turns];
    for (int turn = 0; turn < turns; turn++) {
      long start = System.nanoTime();
      ItemXml.of(ProjectItems.of(read, SeedSettings.DEFAULT));
      rendered[turn] = (System.nanoTime() - start) / 1e6;
    }
    Map<String, Samples> samples =
        new Commands(out)
            .withOne(
                "drover jobs, unchanged",
                List.of(
                    drover, "jobs", "--out", out.resolve("home").toString(), project.toString()))
            .time(turns);
    Report report = new Report("jobs", List.of("1,006 jobs", "ms: median (least)"));
    add(report, "rendered, first time in a process", new Samples(new double[] {rendered[0]}));
    add(report, "rendered, later", new Samples(java.util.Arrays.copyOfRange(rendered, 1, turns)));
    samples.forEach((what, one) -> add(report, what, one));
    report.finish(out);
  }

  private static void add(Report report, String what, Samples samples) {
    report.add(what, List.of(samples.text()), Map.of("time", samples));
  }
}
