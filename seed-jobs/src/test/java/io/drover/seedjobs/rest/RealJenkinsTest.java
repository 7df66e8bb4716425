package io.drover.seedjobs.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.seedjobs.Projects;
import io.drover.seedjobs.change.Change.Kind;
import io.drover.seedjobs.change.Summary;
import io.drover.seedjobs.xml.Rendered;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against the Jenkins at {@code DROVER_TEST_JENKINS}, with the login of {@code JENKINS_USER_ID} and
 * {@code JENKINS_API_TOKEN}. Makes the folder {@code shop} there and deletes it.
 */
@Tag("jenkins")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RealJenkinsTest {
  private static final ItemPath SHOP = ItemPath.folder("shop");
  private static final SeedOptions VERIFY = new SeedOptions(8, false, true, false);

  @TempDir private Path folder;
  private HttpJenkins jenkins;

  @BeforeEach
  void connect() throws InterruptedException {
    String url = System.getenv().getOrDefault("DROVER_TEST_JENKINS", "");
    if (url.isEmpty()) {
      System.err.println("SKIPPED " + getClass().getName() + ": DROVER_TEST_JENKINS names none");
    }
    Assumptions.assumeFalse(url.isEmpty(), "DROVER_TEST_JENKINS names no Jenkins");
    JenkinsAddress address = JenkinsAddress.parse(url);
    jenkins =
        HttpJenkins.connect(
            address,
            JenkinsLogin.find(System.getenv(), Optional.empty(), address.uri().getHost()),
            Patience.DEFAULT);
    jenkins.delete(SHOP);
  }

  private Summary seed(Rendered.Project project, SeedOptions options) throws InterruptedException {
    return new Seeder(jenkins, options, (change, done, total) -> {}).seed(project);
  }

  @Test
  void jenkinsKeepsEverythingThatItIsGivenAndTheSameAgainIsNothing() throws Exception {
    Rendered.Project project = Projects.render(folder, 20, "dev", "prd");
    Summary first = seed(project, SeedOptions.DEFAULT);
    assertThat(first.changes()).allMatch(c -> c.kind() == Kind.CREATED);
    Summary again = seed(project, VERIFY);
    assertThat(again.changes()).allMatch(c -> c.kind() == Kind.UNCHANGED);
    Rendered.Project smaller = Projects.render(folder, 19, "test", "prd");
    assertThat(seed(smaller, SeedOptions.DEFAULT).isComplete()).isTrue();
    assertThat(seed(smaller, VERIFY).changes()).allMatch(c -> c.kind() == Kind.UNCHANGED);
    jenkins.delete(SHOP);
    assertThat(jenkins.list(SHOP)).isEmpty();
  }
}
