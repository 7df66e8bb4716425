package io.jenkins.plugins.drover.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Result;
import io.drover.testing.GitHttpServer;
import io.drover.testing.SshServer;
import io.jenkins.plugins.drover.RegistryStandIn;
import io.jenkins.plugins.drover.ShopRepository;
import io.jenkins.plugins.drover.configuration.AgentDefaults;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import io.jenkins.plugins.drover.configuration.RegistrySettings;
import io.jenkins.plugins.drover.configuration.SeedRepository;
import io.jenkins.plugins.drover.seed.SeedCause;
import io.jenkins.plugins.drover.seed.SeedOutcome;
import io.jenkins.plugins.drover.seed.Seeding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.gitclient.GitHostKeyVerificationConfiguration;
import org.jenkinsci.plugins.gitclient.verifier.ManuallyProvidedKeyVerificationStrategy;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Against git's own server over http, and a real sshd. */
@WithJenkins
class PrivateRepositoryTest {
  private static final String PASSWORD = "s3cret-w0rd";

  @TempDir private Path folder;
  private JenkinsRule jenkins;

  @BeforeEach
  void start(JenkinsRule rule) throws Exception {
    jenkins = rule;
    ShopRepository.of(Files.createDirectory(folder.resolve("shop")), 1);
    AgentDefaults agents = new AgentDefaults();
    agents.setImage("registry.example.com/drover:1");
    DroverConfiguration.get().setAgents(agents);
  }

  private static String basic(String login) {
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  private static void have(Credentials credentials) throws IOException {
    SystemCredentialsProvider.getInstance().getCredentials().clear();
    SystemCredentialsProvider.getInstance().getCredentials().add(credentials);
    SystemCredentialsProvider.getInstance().save();
  }

  private static void havePassword(String password) throws Exception {
    have(
        new UsernamePasswordCredentialsImpl(
            CredentialsScope.GLOBAL, "shop-git", "", "me", password));
  }

  private static SeedOutcome seed(String url) throws InterruptedException {
    SeedRepository seed = new SeedRepository(url);
    seed.setTrigger(io.drover.seedjobs.item.Trigger.NONE);
    seed.setCredentialsId("shop-git");
    DroverConfiguration.get().setSeed(seed);
    return Seeding.get().run(SeedCause.BUTTON);
  }

  /** The log of a build that prints what a task needs. */
  private String spec(String task, Result wanted) throws Exception {
    WorkflowJob job = jenkins.createProject(WorkflowJob.class);
    job.setDefinition(
        new CpsFlowDefinition(
            "echo groovy.json.JsonOutput.toJson(droverTaskSpec(task: '%s', parameters: [project: 'shop']))"
                .formatted(task),
            true));
    WorkflowRun build = jenkins.buildAndAssertStatus(wanted, job);
    return JenkinsRule.getLog(build);
  }

  /** Jenkins writes and removes files of its own meanwhile. */
  private void assertNowhereInHome(String secret) throws IOException {
    Files.walkFileTree(
        jenkins.jenkins.getRootDir().toPath(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
            if (is.isRegularFile()) {
              assertThat(text(file)).as(file.toString()).doesNotContain(secret);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            return e instanceof NoSuchFileException
                ? FileVisitResult.CONTINUE
                : super.visitFileFailed(file, e);
          }
        });
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  @Test
  void aUserAndPasswordOpenTheRepositoryAndReachTheTasksById() throws Exception {
    try (GitHttpServer git = new GitHttpServer(folder, basic("me:" + PASSWORD))) {
      String url = "http://" + git.address() + "/shop/.git";
      havePassword("wrong-word");
      SeedOutcome refused = seed(url);
      assertThat(refused.state()).isEqualTo(SeedOutcome.State.FAILED);
      assertThat(refused.summary()).contains(git.address()).doesNotContain("wrong-word");

      havePassword(PASSWORD);
      assertThat(seed(url).state()).isEqualTo(SeedOutcome.State.DONE);
      assertThat(spec("deploy:dev", Result.SUCCESS))
          .contains(
              "--credentials shop-git",
              "\"id\":\"shop-git\",\"kind\":\"usernamePassword\"",
              "\"passwordVariable\":\"DROVER_CREDENTIALS_SHOP_GIT_PASSWORD\"")
          .doesNotContain(PASSWORD);
      assertNowhereInHome(PASSWORD);

      SystemCredentialsProvider.getInstance().getCredentials().clear();
      assertThat(spec("deploy:dev", Result.FAILURE))
          .contains("ERROR: Jenkins has no credentials shop-git, which a repository needs")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void aKeyOpensTheRepositoryAndPodsKnowItsHost() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(SshServer.PROGRAM), "no " + SshServer.PROGRAM);
    try (SshServer ssh = new SshServer(folder.resolve("ssh"))) {
      have(
          new BasicSSHUserPrivateKey(
              CredentialsScope.GLOBAL,
              "shop-git",
              System.getProperty("user.name"),
              new BasicSSHUserPrivateKey.DirectEntryPrivateKeySource(ssh.text("user")),
              null,
              ""));
      String url = ssh.url(folder.resolve("shop/.git"));
      GitHostKeyVerificationConfiguration hosts = GitHostKeyVerificationConfiguration.get();
      hosts.setSshHostKeyVerificationStrategy(
          new ManuallyProvidedKeyVerificationStrategy("git.example.com " + ssh.text("host.pub")));
      assertThat(seed(url).state()).isEqualTo(SeedOutcome.State.FAILED);

      hosts.setSshHostKeyVerificationStrategy(
          new ManuallyProvidedKeyVerificationStrategy(ssh.knownHosts()));
      SeedOutcome outcome = seed(url);
      assertThat(outcome.state()).as(outcome.summary()).isEqualTo(SeedOutcome.State.DONE);

      String line = ssh.text("user").lines().toList().get(1);
      assertThat(spec("deploy:dev", Result.SUCCESS))
          .contains(
              "\"id\":\"shop-git\",\"kind\":\"sshKey\","
                  + "\"keyFileVariable\":\"DROVER_CREDENTIALS_SHOP_GIT_SSH_PRIVATEKEY_FILE\"",
              "DROVER_KNOWN_HOSTS",
              ssh.text("host.pub").split(" ")[1])
          .doesNotContain(line);
      assertNowhereInHome(line);
    }
  }

  @Test
  void theControllerLogsInToTheRegistryAndStartsNoHelper() throws Exception {
    try (RegistryStandIn registry = new RegistryStandIn(Optional.of(basic("me:" + PASSWORD)))) {
      ShopRepository.at(folder.resolve("shop")).seed();
      String address = registry.address();
      RegistrySettings settings = new RegistrySettings(address);
      settings.setCredentialsId("registry");
      DroverConfiguration.get().setRegistry(settings);

      assertThat(spec("build:c0", Result.FAILURE)).contains(address + ": it wants a login");
      String login = Base64.getEncoder().encodeToString(("me:" + PASSWORD).getBytes());
      String file =
          "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}, \"credsStore\": \"none-of-that-name\"}"
              .formatted(address, login);
      have(
          new FileCredentialsImpl(
              CredentialsScope.GLOBAL,
              "registry",
              "",
              "config.json",
              SecretBytes.fromBytes(file.getBytes(StandardCharsets.UTF_8))));
      assertThat(spec("build:c0", Result.SUCCESS))
          .contains("\"again\":true", "--agent-image", "\"id\":\"registry\",\"kind\":\"file\"")
          .doesNotContain(PASSWORD, login);
      for (String secret : List.of(PASSWORD, login)) {
        assertNowhereInHome(secret);
      }
    }
  }
}
