package io.drover.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.library.FakeJenkins.Kind;
import java.io.NotSerializableException;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the other tests rely on: that the controllers refuse what Jenkins refuses. */
class SandboxTest {
  @Test
  void nothingIsAllowedThatTheLibraryDoesNotNeed() {
    Set<String> used = new TreeSet<>();
    for (String example : ContractTest.tasks()) {
      used.addAll(used(failing().when("droverTaskSpec", c -> Contract.example(example)), "Task"));
      used.addAll(used(unstable().when("droverTaskSpec", c -> Contract.example(example)), "Task"));
    }
    used.addAll(used(failing().when("droverPlan", c -> Contract.example("plan/shop")), "Pipeline"));
    used.addAll(
        used(failing().when("droverSeedProject", c -> Contract.example("seed/failed")), "Seed"));

    assertThat(used).containsExactlyElementsOf(new TreeSet<>(Sandbox.allowed()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.getenv('HOME')",
        "new File('/etc/passwd').text",
        "'id'.execute()",
        "[1].class",
        "Class.forName('java.lang.Runtime')",
        "'x'.metaClass"
      })
  void isRefused(String script) {
    FakeJenkins jenkins = new FakeJenkins(Kind.SANDBOXED).run(script);

    assertThat(jenkins.thrown()).get().isInstanceOf(Sandbox.Refused.class);
  }

  @Test
  void aValueThatCannotBeSerialisedIsFoundAtTheNextStep() {
    FakeJenkins jenkins = new FakeJenkins(Kind.RESTARTING);

    Assertions.assertThatThrownBy(
            () -> jenkins.run("def reader = new StringReader('x'); echo('y'); echo(reader.text)"))
        .hasCauseInstanceOf(NotSerializableException.class);
  }

  private static FakeJenkins unstable() {
    return new FakeJenkins(Kind.SANDBOXED)
        .when("input", call -> "ann")
        .when("junit", call -> new PipelineGlobals.TestSummary(2));
  }

  private static FakeJenkins failing() {
    return unstable()
        .when(
            "archiveArtifacts",
            call -> {
              throw new FakeJenkins.Failed("no space left on device");
            });
  }

  private static Set<String> used(FakeJenkins jenkins, String variable) {
    return jenkins.run("drover" + variable + "('x')").sandbox().orElseThrow().used();
  }
}
