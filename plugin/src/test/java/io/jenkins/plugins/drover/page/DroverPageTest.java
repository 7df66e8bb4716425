package io.jenkins.plugins.drover.page;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.plugins.git.ApiTokenPropertyConfiguration;
import io.jenkins.plugins.drover.People;
import io.jenkins.plugins.drover.ShopRepository;
import io.jenkins.plugins.drover.seed.SeedCause;
import io.jenkins.plugins.drover.seed.SeedOutcome;
import io.jenkins.plugins.drover.seed.Seeding;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class DroverPageTest {
  @TempDir private Path folder;
  private JenkinsRule jenkins;
  private ShopRepository repository;

  @BeforeEach
  void start(JenkinsRule rule) throws Exception {
    jenkins = rule;
    People.in(jenkins);
    repository = ShopRepository.of(folder, 1);
  }

  private WebClient as(String user) throws Exception {
    return People.as(user, jenkins);
  }

  private static SeedOutcome after(Optional<SeedOutcome> before) throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      Optional<SeedOutcome> last = Seeding.get().last();
      if (last.isPresent() && !last.equals(before)) {
        return last.get();
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("nothing was seeded");
  }

  @Test
  void theButtonSeedsAndThePageSaysWhatCameOfIt() throws Exception {
    assertThat(as("admin").goTo("drover").asNormalizedText())
        .contains("No repository is configured");
    repository.configure();
    Optional<SeedOutcome> settings = Optional.of(after(Optional.empty()));
    repository.file("environments.yaml", "project: shop\nenvironments:\n  - nmae: <b>dev</b>\n");
    repository.commit();

    HtmlPage page = as("admin").goTo("drover");
    HtmlForm button =
        page.getForms().stream()
            .filter(form -> form.getActionAttribute().equals("seed"))
            .findFirst()
            .orElseThrow();
    jenkins.submit(button);

    assertThat(after(settings).cause()).isEqualTo(SeedCause.BUTTON);
    HtmlPage now = as("admin").goTo("drover");
    assertThat(now.asNormalizedText())
        .contains("environments.yaml:3:5", "nmae", "the jobs stay as they were");
    assertThat(as("admin").goTo("manage").asNormalizedText())
        .contains("the jobs stay as they were");
  }

  @Test
  void onlyAnAdministratorMaySeedAndOnlyByPost() throws Exception {
    repository.configure();
    URL seed = new URL(jenkins.getURL(), "drover/seed");

    assertThat(as("admin").getPage(seed).getWebResponse().getStatusCode()).isEqualTo(404);
    WebClient reader = as("reader");
    WebRequest post = reader.addCrumb(new WebRequest(seed, HttpMethod.POST));
    assertThat(reader.getPage(post).getWebResponse().getStatusCode()).isEqualTo(403);
    assertThat(reader.goTo("drover").getWebResponse().getStatusCode()).isEqualTo(403);
    assertThat(reader.goTo("").asNormalizedText()).doesNotContain("Drover");
  }

  @Test
  void aWebhookWithItsTokenSeeds() throws Exception {
    repository.configure();
    io.jenkins.plugins.drover.configuration.DroverConfiguration.get()
        .getSeed()
        .setTrigger(io.drover.seedjobs.item.Trigger.WEBHOOK);
    Optional<SeedOutcome> settings = Optional.of(after(Optional.empty()));
    String token = ApiTokenPropertyConfiguration.get().generateApiToken("test").getString("value");
    String url = "git/notifyCommit?url=" + java.net.URLEncoder.encode(repository.url(), "UTF-8");

    WebClient anybody = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
    anybody.goTo(url, null);
    String answer =
        anybody.goTo(url + "&token=" + token, null).getWebResponse().getContentAsString();

    assertThat(answer).contains("Drover brings the jobs up to date");
    assertThat(after(settings).cause()).isEqualTo(SeedCause.WEBHOOK);
  }
}
