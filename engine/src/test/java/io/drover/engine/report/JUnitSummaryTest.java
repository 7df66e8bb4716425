package io.drover.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JUnitSummaryTest {
  @TempDir Path folder;

  @Test
  void casesAreCountedAndTheFirstFailureIsNamed() throws IOException {
    Path file =
        write(
            """
            <testsuites tests="99"><testsuite>
              <testcase classname="a" name="good"/>
              <testcase classname="a" name="bad"><failure message="no"/><error message="no"/></testcase>
              <testcase classname="b" name="worse"><error/></testcase>
              <testcase classname="b" name="left"><skipped/></testcase>
            </testsuite></testsuites>
            """);

    assertThat(JUnitSummary.of(List.of(file)).words())
        .isEqualTo("1 tests passed, 2 failed, first a.bad, 1 skipped");
  }

  @Test
  void aFileThatIsNoXmlIsSaidSo() throws IOException {
    assertThat(JUnitSummary.of(List.of(write("<testsuite><testcase"))).words())
        .isEqualTo("not JUnit XML: report.xml");
  }

  @Test
  void entitiesFromOutsideAreNotRead() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "top");
    Path file =
        write(
            """
            <!DOCTYPE t [<!ENTITY x SYSTEM "%s">]>
            <testsuite><testcase classname="a" name="b"><failure>&x;</failure></testcase></testsuite>
            """
                .formatted(secret.toUri()));

    assertThat(JUnitSummary.of(List.of(file)).words()).doesNotContain("top");
  }

  @Test
  void noFilesSayNothing() {
    assertThat(JUnitSummary.of(List.of()).words()).isEmpty();
  }

  private Path write(String xml) throws IOException {
    return Files.writeString(folder.resolve("report.xml"), xml);
  }
}
