package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PerfCommandTest {
  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(folder.resolve("build.yaml"), "project: perf-test\ncomponents: []\n");
    Files.writeString(folder.resolve("application.yaml"), "project: perf-test\napplications: []\n");
    Files.writeString(
        folder.resolve("environments.yaml"),
        """
        project: perf-test
        environments:
          - name: dev
            services: []
            tests: [{name: smoke, commands: ["true"]}]
          - name: stg
            services: []
            tests: [{name: load, type: locust}, {name: soak, type: locust}]
        """);
  }

  private int perf(String... more) {
    List<String> arguments = new ArrayList<>(List.of("perf"));
    arguments.addAll(List.of(more));
    arguments.add(folder.toString());
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler(
            (error, line, result) -> ErrorPrinter.print(error, false, line.getErr()))
        .execute(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "--users, 0, --users takes a number from 1",
    "--workers, -1, --workers takes a number from 1",
    "--spawn-rate, 0, --spawn-rate takes a number above 0",
    "--run-time, soon, '--run-time takes a time such as 90s, 5m or 1h30m'",
    "--run-time, 0, '--run-time takes a time such as 90s, 5m or 1h30m'",
    "--host, a b, --host takes a service of the environment"
  })
  void whatIsNoNumberTimeOrTargetIsWrongUsage(String option, String value, String words) {
    assertThat(perf("-e", "stg", option, value)).isEqualTo(2);
    assertThat(err.toString()).contains(words);
  }

  @Test
  void whichTestIsMeantMustBeClear() {
    assertThat(perf("-e", "stg")).isEqualTo(1);
    assertThat(err.toString()).contains("name one with --test; load tests of stg: load, soak");
    assertThat(perf("-e", "stg", "--test", "smoke")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no load test smoke");
    assertThat(perf("-e", "dev")).isEqualTo(1);
    assertThat(err.toString()).contains("dev has no test of type locust in environments.yaml");
  }
}
