package io.drover.benchmarks;

import io.drover.config.model.Configuration;
import io.drover.config.reader.ConfigurationReader;
import io.drover.config.reader.ReadResult;
import io.drover.engine.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading and planning in a warm process. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class InProcessBenchmark {
  /** Services of all environments. */
  @Param("100")
  private int services;

  /** The folder for generated projects. */
  @Param("target/projects")
  private String folder;

  private Path project;
  private Configuration configuration;

  /** Writes the project. */
  @Setup
  public void write() throws IOException {
    project = Path.of(folder, "inside-" + services);
    ProjectGenerator.ofServices(services, ProjectSizes.ENVIRONMENTS).write(project);
    configuration = ConfigurationReader.read(project).configuration().orElseThrow();
  }

  /** Reads and checks the three files. */
  @Benchmark
  public ReadResult read() {
    return ConfigurationReader.read(project);
  }

  /** Plans what was read. */
  @Benchmark
  public Plan plan() {
    return Plan.of(configuration);
  }
}
