package io.drover.engine.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.process.Command;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerVariablesTest {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "PATH", "/nowhere:/usr/bin:/bin",
          "LD_PRELOAD", "",
          "TEXT", "two\nlines '\"$(exit 1)`\\ ",
          "odd.name", "value");

  @Test
  void podmanItselfGetsNoVariableOfTheJob() {
    ContainerVariables variables = new ContainerVariables(VARIABLES);
    assertThat(variables.environment())
        .containsOnlyKeys("DROVER_PASSED_0", "DROVER_PASSED_1", "DROVER_PASSED_2", "odd.name");
    assertThat(variables.options()).contains("DROVER_PASSED_0").doesNotContain("two\nlines");
    assertThat(String.join(" ", variables.words(List.of("env")))).doesNotContain("nowhere", "two");
  }

  @Test
  void theLinesGetThemUnderTheirOwnNamesAndNoOthers() throws Exception {
    ContainerVariables variables = new ContainerVariables(VARIABLES);
    Command.Result result =
        Command.of(variables.words(List.of("env", "-0")))
            .withCleanEnvironment()
            .with("PATH", "/usr/bin:/bin")
            .with(variables.environment())
            .check("show the environment");
    assertThat(List.of(result.output().split("\0")))
        .contains("PATH=/nowhere:/usr/bin:/bin", "LD_PRELOAD=", "TEXT=two\nlines '\"$(exit 1)`\\ ")
        .noneMatch(line -> line.startsWith("DROVER_PASSED"));
  }
}
