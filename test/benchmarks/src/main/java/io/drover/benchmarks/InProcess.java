package io.drover.benchmarks;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/** Runs {@link InProcessBenchmark} with JMH. */
final class InProcess {
  private InProcess() {}

  /** Times of {@code read} and {@code plan}, by their name and the number of services. */
  static Map<String, Samples> time(List<Integer> sizes, Path folder) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(InProcessBenchmark.class.getName())
            .param("services", sizes.stream().map(String::valueOf).toArray(String[]::new))
            .param("folder", folder.toString())
            .output(folder.resolve("jmh.log").toString())
            .build();
    Collection<RunResult> results = new Runner(options).run();
    Map<String, Samples> samples = new LinkedHashMap<>();
    for (RunResult result : results) {
      Statistics statistics = result.getPrimaryResult().getStatistics();
      String name =
          result.getPrimaryResult().getLabel() + "-" + result.getParams().getParam("services");
      double median = statistics.getPercentile(50) / 1000;
      double minimum = statistics.getMin() / 1000;
      samples.put(name, new Samples(new double[] {minimum, median, median}));
    }
    return samples;
  }
}
