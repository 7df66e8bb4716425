package io.drover.seedjobs.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.file.Trees;
import io.drover.seedjobs.Projects;
import io.drover.seedjobs.change.Change;
import io.drover.seedjobs.change.Change.Kind;
import io.drover.seedjobs.change.Summary;
import io.drover.seedjobs.xml.Rendered;
import io.drover.seedjobs.xml.Rewriting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFilesTest {
  private static final String FOREIGN = "<project><description>mine</description></project>";

  @TempDir private Path temporary;

  private Path home() {
    return temporary.resolve("home");
  }

  private Path job(String name) {
    return home().resolve("jobs/shop/jobs").resolve(name).resolve("config.xml");
  }

  private Rendered.Project project(int components, String... environments) throws IOException {
    return Projects.render(temporary.resolve("project"), components, environments);
  }

  private Summary write(int components, String... environments) throws IOException {
    return JobFiles.write(project(components, environments), home());
  }

  @Test
  void theSameAgainWritesNothingEvenIfJenkinsWroteTheFilesAnewMeanwhile() throws IOException {
    assertThat(write(3, "dev").line()).startsWith("12 created");
    for (Path file : Trees.glob(home(), "**/config.xml")) {
      Files.writeString(file, Rewriting.of(Files.readString(file)));
    }
    assertThat(write(3, "dev").line())
        .isEqualTo("0 created, 0 changed, 12 unchanged, 0 deleted, 0 refused");
  }

  @Test
  void jobsThatAreGoneLoseTheirFileAndKeepTheirBuilds() throws IOException {
    write(2, "dev");
    Path build = Files.createDirectories(job("build-c1").resolveSibling("builds")).resolve("1");
    Files.writeString(build, "x");
    assertThat(write(1, "dev").line()).contains("2 deleted");
    assertThat(job("build-c1")).doesNotExist();
    assertThat(build).exists();
    assertThat(job("image-c1").getParent()).doesNotExist();
  }

  @Test
  void whatOthersMadeStays() throws IOException {
    write(2, "dev");
    Files.createDirectories(job("my-own").getParent());
    Files.writeString(job("my-own"), FOREIGN);
    Files.writeString(job("build-c0"), FOREIGN);
    Summary summary = write(1, "dev");
    assertThat(summary.isComplete()).isFalse();
    assertThat(job("my-own")).hasContent(FOREIGN);
    assertThat(job("build-c0")).hasContent(FOREIGN);
  }

  @Test
  void viewsAndCredentialsOfOthersStayInTheFolder() throws IOException {
    write(1, "dev");
    Path config = home().resolve("jobs/shop/config.xml");
    Files.writeString(
        config,
        Files.readString(config)
            .replace(
                "<properties/>", "<properties><credentials>{AQAAsecret}</credentials></properties>")
            .replace(
                "<views>", "<views><hudson.model.MyView><name>mine</name></hudson.model.MyView>"));
    assertThat(write(1, "test").changes()).contains(Change.of(Kind.CHANGED, "shop"));
    assertThat(config)
        .content()
        .contains("{AQAAsecret}", "<name>mine</name>", "<name>env-test</name>")
        .doesNotContain("<name>env-dev</name>");
  }

  @Test
  void halfWrittenFilesOfAKilledRunAreReplaced() throws IOException {
    write(1, "dev");
    Files.delete(job("build-c0"));
    Files.writeString(job("build-c0").resolveSibling(".config.xml.half"), "<flow");
    assertThat(write(1, "dev").line()).startsWith("1 created");
    assertThat(job("build-c0").resolveSibling(".config.xml.half")).doesNotExist();
  }
}
