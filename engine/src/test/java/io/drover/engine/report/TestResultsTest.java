package io.drover.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.report.TestResults.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestResultsTest {
  @TempDir Path folder;

  @Test
  void casesAreCountedAndTheFirstFailureIsToldWithItsText() throws IOException {
    TestResults results =
        read(
            """
            <testsuites tests="99"><testsuite>
              <testcase classname="a" name="good" time="1,000.25"/>
              <testcase classname="a" name="bad" time="0.5">
                <failure message="expected 3"><![CDATA[Error: expected 3

                at a.bad(A.java:3)]]></failure><error message="no"/></testcase>
              <testcase classname="b" name="worse" time="NaN"><error message="m">text</error></testcase>
              <testcase name="left"><skipped/></testcase>
              <testcase name="again"><flakyFailure message="at first"/></testcase>
            </testsuite></testsuites>
            """);

    assertThat(results.words())
        .containsExactly(
            "2 tests passed, 2 failed, 1 skipped, 1 flaky in 1000.8 s",
            "first failure: a.bad",
            "  | Error: expected 3",
            "  |     at a.bad(A.java:3)");
    assertThat(results.failures().get(1)).isEqualTo(new Failure("b.worse", "m\ntext"));
  }

  @Test
  void endlessMessagesAreCut() throws IOException {
    TestResults results =
        read(
            "<testsuite><testcase name='x'><failure>%s</failure></testcase></testsuite>"
                .formatted(("long ".repeat(100) + "\n").repeat(100)));

    assertThat(results.failures().get(0).message()).hasSize(2001).endsWith("…");
    assertThat(results.words()).hasSizeLessThan(8).allMatch(line -> line.length() < 180);
  }

  @Test
  void aFileThatIsNoXmlIsSaidSo() throws IOException {
    assertThat(read("<testsuite><testcase").words()).containsExactly("not JUnit XML: report.xml");
  }

  @Test
  void entitiesFromOutsideAreNotRead() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "top");
    TestResults results =
        read(
            """
            <!DOCTYPE t [<!ENTITY x SYSTEM "%s">]>
            <testsuite><testcase classname="a" name="b"><failure>&x;</failure></testcase></testsuite>
            """
                .formatted(secret.toUri()));

    assertThat(results.toString()).doesNotContain("top");
  }

  @Test
  void noFilesAndNoCasesSayNothing() throws IOException {
    assertThat(TestResults.read(List.of())).isEmpty();
    Path file = Files.writeString(folder.resolve("report.xml"), "<testsuite/>");
    assertThat(TestResults.read(List.of(file))).isEmpty();
  }

  private TestResults read(String xml) throws IOException {
    Path file = Files.writeString(folder.resolve("report.xml"), xml);
    return TestResults.read(List.of(file)).orElseThrow();
  }
}
