package io.jenkins.plugins.drover.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.yaml.snakeyaml.Yaml;

@WithJenkins
class DroverConfigurationTest {
  private static final Path FILE =
      Path.of("src/test/resources/io/jenkins/plugins/drover/configuration/drover.yaml");

  private static final Path FIRST_VERSION = FILE.resolveSibling("first-version.xml");

  private JenkinsRule jenkins;

  @BeforeEach
  void configure(JenkinsRule rule) throws Exception {
    jenkins = rule;
    ConfigurationAsCode.get().configure(FILE.toString());
  }

  private static Object exported() throws Exception {
    ByteArrayOutputStream yaml = new ByteArrayOutputStream();
    ConfigurationAsCode.get().export(yaml);
    return drover(yaml.toString(StandardCharsets.UTF_8));
  }

  private static Object drover(String yaml) {
    Map<String, Map<String, Object>> whole = new Yaml().load(yaml);
    return whole.get("unclassified").get("drover");
  }

  @Test
  void whatCodeSaysIsExportedAgain() throws Exception {
    assertThat(exported()).isEqualTo(drover(Files.readString(FILE)));
  }

  @Test
  void theFormKeepsEverythingAndSoDoesARestart() throws Exception {
    Object before = exported();
    HtmlPage page = jenkins.createWebClient().goTo("configure");
    jenkins.submit(page.getFormByName("config"));
    assertThat(exported()).isEqualTo(before);

    DroverConfiguration.get().load();
    assertThat(exported()).isEqualTo(before);
  }

  @Test
  void whatTheFirstVersionKeptIsRead() throws Exception {
    Path kept =
        jenkins
            .jenkins
            .getRootDir()
            .toPath()
            .resolve("io.jenkins.plugins.drover.configuration.DroverConfiguration.xml");
    Files.copy(FIRST_VERSION, kept, StandardCopyOption.REPLACE_EXISTING);

    DroverConfiguration read = new DroverConfiguration();
    assertThat(read.getSeed().getTrigger().name()).isEqualTo("WEBHOOK");
    assertThat(read.getSeed().getCredentialsId()).isEqualTo("shop-git");
    assertThat(read.getAptly().getCredentialsId()).isEqualTo("aptly");
    assertThat(read.getAgents().getMemory()).isEqualTo("512Mi");
    assertThat(read.getAgents().getServiceAccount()).isNull();
    assertThat(read.getClusters())
        .singleElement()
        .extracting(ClusterSettings::getCredentialsId)
        .isEqualTo("europe-kubeconfig");
    assertThat(read.getApiTokens()).isEmpty();

    read.setClusters(read.getClusters());
    assertThat(Files.readString(kept)).doesNotContain("java.util");
    assertThat(new DroverConfiguration().getClusters()).hasSize(1);
  }

  @Test
  void theFormIsTakenInOneGo() throws Exception {
    HtmlPage page = jenkins.createWebClient().goTo("configure");
    Saves saves = ExtensionList.lookupSingleton(Saves.class);
    saves.count.set(0);

    jenkins.submit(page.getFormByName("config"));

    assertThat(saves.count).hasValue(1);
  }

  /** How often these settings were written. */
  @TestExtension("theFormIsTakenInOneGo")
  public static final class Saves extends SaveableListener {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void onChange(Saveable changed, XmlFile file) {
      if (changed instanceof DroverConfiguration) {
        count.incrementAndGet();
      }
    }
  }

  @Test
  void theLibraryReachesTheJobsAndTheyHaveNoTriggers() {
    var settings = DroverConfiguration.get().seedSettings();
    assertThat(settings.trigger().name()).isEqualTo("NONE");
    assertThat(settings.library().orElseThrow().version()).isEqualTo("v1");
  }

  @Test
  void mistakesAreSaidInTheForm() {
    var seed = new SeedRepository.DescriptorImpl();
    assertThat(seed.doCheckUrl("https://ann:secret@git.example.com/shop.git").getMessage())
        .contains("credentials");
    assertThat(seed.doCheckUrl("git@git.example.com:shop.git").getMessage()).isNull();
    assertThat(seed.doCheckFolder("../elsewhere").getMessage()).contains("folder");
    assertThat(seed.doCheckCredentialsId("nobody").getMessage()).contains("nobody");
    var registry = new RegistrySettings.DescriptorImpl();
    assertThat(registry.doCheckAddress("https://registry.example.com").getMessage())
        .contains("HOST:PORT");
    assertThat(registry.doCheckAddress("registry.example.com:5000").getMessage()).isNull();
    var agents = new AgentDefaults.DescriptorImpl();
    assertThat(List.of("500m", "512Mi", "2", ""))
        .allMatch(q -> agents.doCheckCpu(q).getMessage() == null);
    assertThat(agents.doCheckMemory("much").getMessage()).contains("512Mi");
    var aptly = new AptlySettings.DescriptorImpl();
    assertThat(aptly.doCheckPublicKey("-----BEGIN PGP PRIVATE KEY BLOCK-----").getMessage())
        .contains("private");
  }
}
