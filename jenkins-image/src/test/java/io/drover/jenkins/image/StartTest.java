package io.drover.jenkins.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.process.Command;
import io.drover.jenkins.image.StartScript.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartTest {
  private static final String PASSWORD = "correct horse";

  @TempDir private Path folder;
  private StartScript script;

  @BeforeEach
  void prepare() throws Exception {
    script = StartScript.in(folder);
  }

  private static Map<String, String> least() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("SEED_JOBS_REPO", "https://git.example.com/shop.git");
    variables.put("JENKINS_ADMIN_USER", "admin");
    variables.put("JENKINS_ADMIN_PASSWORD", PASSWORD);
    return variables;
  }

  private String key(String passphrase) throws Exception {
    Path key = folder.resolve("key");
    Command.of("ssh-keygen", "-q", "-t", "ed25519", "-f", key.toString(), "-N", passphrase)
        .check("making a key");
    return Files.readString(key);
  }

  /** Everything that can be set at once. */
  private Map<String, String> most() throws Exception {
    Map<String, String> variables = least();
    variables.put("SEED_JOBS_REPO", "git@git.example.com:shop.git");
    variables.put("SEED_JOBS_BRANCH", "trunk");
    variables.put("SEED_JOBS_FOLDER", "ci");
    variables.put("SEED_JOBS_TRIGGER", "WEBHOOK");
    variables.put("GIT_PRIVATE_KEY", key(""));
    variables.put(
        "GIT_KNOWN_HOSTS", "git.example.com ssh-ed25519 AAAA\ngit.example.com ssh-rsa BBBB\n");
    variables.put("JENKINS_URL", "https://ci.example.com/shop");
    variables.put("JENKINS_AGENT_URL", "http://jenkins:8080/");
    variables.put("OIDC_ISSUER", "https://login.example.com/realms/all");
    variables.put("OIDC_CLIENT_ID", "jenkins");
    variables.put("OIDC_CLIENT_SECRET", "client-secret");
    variables.put("OIDC_GROUP", "team shop");
    variables.put("OIDC_USER_CLAIM", "email");
    variables.put("OIDC_GROUPS_CLAIM", "roles");
    variables.put("DROVER_REGISTRY", "registry.example.com:5000");
    variables.put(
        "DROVER_REGISTRY_AUTH",
        "{\"auths\": {\"registry.example.com:5000\": {\"auth\": \"cmVnaXN0cnk=\"}}}");
    variables.put("DROVER_APTLY_URL", "http://aptly:8081/api");
    variables.put("DROVER_PACKAGES_URL", "http://aptly");
    variables.put(
        "DROVER_PACKAGES_KEY",
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQ\n-----END PGP PUBLIC KEY BLOCK-----");
    variables.put("DROVER_APTLY_USER", "publisher");
    variables.put("DROVER_APTLY_PASSWORD", "aptly-password");
    variables.put("DROVER_IMAGE", "registry.example.com:5000/drover:1");
    variables.put("DROVER_JENKINS_IMAGE", "registry.example.com:5000/agent@sha256:12ab");
    variables.put("DROVER_AGENT_NAMESPACE", "shop-agents");
    variables.put("DROVER_AGENT_CPU", "500m");
    variables.put("DROVER_AGENT_MEMORY", "1.5Gi");
    variables.put("DROVER_AGENT_LIMIT", "30");
    variables.put("DROVER_AGENT_SECRETS", "npm, pypi");
    variables.put("DROVER_SERVICE_ACCOUNT", "drover");
    variables.put("DROVER_KUBECONFIG", "apiVersion: v1\nclusters: []\ncontexts: []\n");
    variables.put("DROVER_CLUSTER_URL", "https://cluster.example.com:6443");
    variables.put("DROVER_CLUSTER_TOKEN", "cluster-token");
    variables.put(
        "DROVER_CLUSTER_CA", "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----");
    return variables;
  }

  private static final List<String> SECRET =
      List.of(
          "JENKINS_ADMIN_PASSWORD",
          "GIT_PRIVATE_KEY",
          "OIDC_CLIENT_SECRET",
          "DROVER_REGISTRY_AUTH",
          "DROVER_APTLY_PASSWORD",
          "DROVER_KUBECONFIG",
          "DROVER_CLUSTER_TOKEN");

  @Test
  void aRepositoryAndAnAdministratorAreEnough() throws Exception {
    Outcome outcome = script.run(least());

    assertThat(outcome.status()).isZero();
    assertThat(outcome.configuration())
        .containsExactly("jenkins.yaml", "git-any-host.yaml", "login-password.yaml");
    assertThat(outcome.arguments())
        .contains(
            "-Djenkins.install.runSetupWizard=false", "-Dhudson.model.UpdateCenter.never=true")
        .containsSubsequence("-jar", Path.of("jenkins.war").toAbsolutePath().toString());
    assertThat(outcome.said())
        .containsExactly(
            "drover: DROVER_IMAGE is not set: there are no agents, and jobs cannot run");
    assertThat(outcome.variable("JENKINS_URL")).isEqualTo("http://localhost:8080/");
    assertThat(script.home().resolve("plugins")).isSymbolicLink();
  }

  @Test
  void everythingIsConfiguredThatIsSet() throws Exception {
    Outcome outcome = script.run(most());

    assertThat(outcome.said()).isEmpty();
    assertThat(outcome.configuration())
        .containsExactly(
            "jenkins.yaml",
            "git-key.yaml",
            "git-known-hosts.yaml",
            "login-oidc.yaml",
            "registry-login.yaml",
            "registry.yaml",
            "aptly-login.yaml",
            "aptly.yaml",
            "kubeconfig.yaml",
            "cluster-login.yaml",
            "agents.yaml");
    assertThat(outcome.variable("JENKINS_URL")).isEqualTo("https://ci.example.com/shop/");
    assertThat(outcome.variable("JENKINS_AGENT_URL")).isEqualTo("http://jenkins:8080/");
    assertThat(script.settings()).containsEntry("SEED_JOBS_BRANCH", "trunk\n");
  }

  @Test
  void everyVariableCanBeAFile() throws Exception {
    Map<String, String> variables = most();
    script.run(variables);
    Map<String, String> settings = script.settings();
    Map<String, String> files = script.files();
    Map<String, String> twins = new TreeMap<>();
    for (Map.Entry<String, String> one : variables.entrySet()) {
      Path file = folder.resolve("given-" + one.getKey());
      Files.writeString(file, one.getValue().stripTrailing() + "\n");
      twins.put(one.getKey() + "_FILE", file.toString());
    }

    Outcome outcome = script.run(twins);

    assertThat(outcome.said()).isEmpty();
    assertThat(outcome.status()).isZero();
    assertThat(script.settings()).isEqualTo(settings);
    assertThat(script.files()).isEqualTo(files);
  }

  @Test
  void aMountedSecretIsAFolderOfVariables() throws Exception {
    Files.createDirectories(script.secrets());
    Files.writeString(script.secrets().resolve("JENKINS_ADMIN_PASSWORD"), PASSWORD);
    Map<String, String> variables = least();
    variables.remove("JENKINS_ADMIN_PASSWORD");

    assertThat(script.run(variables).started()).isTrue();
    assertThat(script.files()).containsEntry("JENKINS_ADMIN_PASSWORD", PASSWORD + "\n");

    Files.writeString(script.secrets().resolve("JENKINS_ADMIN_PASWORD"), PASSWORD);
    assertThat(script.run(variables).said())
        .contains(
            "drover: %s/JENKINS_ADMIN_PASWORD has the name of no variable that is known here"
                .formatted(script.secrets()));
  }

  @Test
  void noSecretReachesJenkinsProcessButInFilesOfItsUser() throws Exception {
    Map<String, String> variables = most();
    Outcome outcome = script.run(variables);

    String seen = String.join("\n", outcome.arguments()) + String.join("\n", outcome.variables());
    for (String name : SECRET) {
      variables.get(name).lines().forEach(line -> assertThat(seen).as(name).doesNotContain(line));
      for (String part : List.of("variables", "files")) {
        Path file = script.home().resolve(".drover").resolve(part).resolve(name);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(script.home().resolve(".drover"))))
        .isEqualTo("rwx------");
  }

  @Test
  void whatLooksLikeAVariableInAValueIsNone() throws Exception {
    Map<String, String> variables = least();
    variables.put("JENKINS_ADMIN_PASSWORD", "a${HOME}b$c\\n'\"`");
    script.run(variables);

    assertThat(script.settings()).containsEntry("JENKINS_ADMIN_PASSWORD", "a^${HOME}b$c\\n'\"`\n");
    assertThat(script.files()).containsEntry("JENKINS_ADMIN_PASSWORD", "a${HOME}b$c\\n'\"`\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          SEED_JOBS_REPO | | SEED_JOBS_REPO is missing: the git repository with build.yaml, application.yaml and environments.yaml
          SEED_JOBS_REPO | shop | SEED_JOBS_REPO is no address of a git repository: https://HOST/PATH, ssh://USER@HOST/PATH or USER@HOST:PATH
          SEED_JOBS_REPO | https://ann:hunter2@git.example.com/shop.git | SEED_JOBS_REPO has a password in it: use GIT_USERNAME and GIT_PASSWORD
          SEED_JOBS_REPO | git@git.example.com:shop.git | GIT_PRIVATE_KEY is missing: SEED_JOBS_REPO is reached with an SSH key
          SEED_JOBS_TRIGGER | never | SEED_JOBS_TRIGGER is POLL, WEBHOOK or NONE
          GIT_USERNAME | ann | GIT_USERNAME needs GIT_PASSWORD, too
          GIT_PRIVATE_KEY | ssh-ed25519 AAAA | GIT_PRIVATE_KEY is a public key: the private one is wanted
          GIT_PRIVATE_KEY | AAAA | GIT_PRIVATE_KEY is no private key: all its lines are wanted, from -----BEGIN to -----END
          GIT_PRIVATE_KEY | -----BEGIN RSA PRIVATE KEY----- AAAA -----END RSA PRIVATE KEY----- | GIT_PRIVATE_KEY cannot be read: it is damaged or has a passphrase
          JENKINS_ADMIN_USER | | JENKINS_ADMIN_USER is missing: the name of the administrator
          JENKINS_ADMIN_USER | an admin | JENKINS_ADMIN_USER has other characters than letters, digits and . _ @ -
          JENKINS_ADMIN_USER | anonymous | JENKINS_ADMIN_USER is a name that Jenkins keeps for itself
          JENKINS_ADMIN_PASSWORD | | JENKINS_ADMIN_PASSWORD is missing: the administrator's password
          JENKINS_ADMIN_PASSWORD | hunter2 | JENKINS_ADMIN_PASSWORD is too short: 12 characters at least
          JENKINS_URL | ci.example.com | JENKINS_URL is no address: it begins with https:// or http://
          OIDC_ISSUER | https://login.example.com | OIDC_ISSUER needs OIDC_CLIENT_ID OIDC_CLIENT_SECRET OIDC_GROUP, too
          DROVER_REGISTRY | https://registry.example.com | DROVER_REGISTRY is HOST or HOST:PORT, without https://
          DROVER_REGISTRY_AUTH | admin:hunter2 | DROVER_REGISTRY_AUTH is no login as docker login writes it: {"auths": …}
          DROVER_REGISTRY_AUTH | {"auths": {}} | DROVER_REGISTRY_AUTH needs DROVER_REGISTRY, too
          DROVER_APTLY_URL | https://ann:hunter2@aptly/api | DROVER_APTLY_URL has a login in it: leave it away
          DROVER_APTLY_USER | ann | DROVER_APTLY_USER needs DROVER_APTLY_PASSWORD, too
          DROVER_PACKAGES_KEY | -----BEGIN PGP PRIVATE KEY BLOCK----- | DROVER_PACKAGES_KEY is a private key: the public one is wanted
          DROVER_KUBECONFIG | /root/.kube/config | DROVER_KUBECONFIG is no kubeconfig
          DROVER_AGENT_LIMIT | many | DROVER_AGENT_LIMIT is the number of pods that may run at the same time, 1 to 999
          DROVER_AGENT_CPU | 1"; | DROVER_AGENT_CPU has characters that such names do not have
          DROVER_IMAGE | drover:1 | DROVER_AGENT_NAMESPACE is missing: agents' pods run there
          DROVER_CLUSTER_URL | https://cluster.example.com | DROVER_CLUSTER_URL needs DROVER_CLUSTER_TOKEN, too
          DROVER_CLUSTER_CA | x | DROVER_CLUSTER_CA needs DROVER_CLUSTER_URL, too
          DROVER_REGISTY | registry.example.com | DROVER_REGISTY is no variable that is known here
          GIT_PRIVATEKEY_FILE | /run/secrets/key | GIT_PRIVATEKEY_FILE is no variable that is known here
          SEED_JOBS_BRANCH_FILE | /nowhere | SEED_JOBS_BRANCH_FILE names /nowhere, which cannot be read
          SEED_JOBS_BRANCH_FILE | /dev/null | SEED_JOBS_BRANCH_FILE names /dev/null, which is empty
          SEED_JOBS_REPO_FILE | /run/secrets/repo | SEED_JOBS_REPO and SEED_JOBS_REPO_FILE are both set: leave one of them away
          """)
  void whatIsMissingOrWrongStopsTheStartWithOneLine(String name, String value, String line)
      throws Exception {
    Map<String, String> variables = least();
    variables.put(name, value == null ? "" : value);

    Outcome outcome = script.run(variables);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.started()).isFalse();
    assertThat(outcome.said())
        .contains("drover: " + line)
        .endsWith("drover: Jenkins was not started");
    assertThat(String.join("\n", outcome.said())).doesNotContain("hunter2");
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() throws Exception {
    Outcome outcome = script.run(Map.of());

    assertThat(outcome.said().stream().filter(line -> line.contains(" is missing: "))).hasSize(3);
    assertThat(outcome.status()).isEqualTo(1);
  }

  @Test
  void aKeyWithAPassphraseIsRefused() throws Exception {
    Map<String, String> variables = most();
    Files.delete(folder.resolve("key"));
    Files.delete(folder.resolve("key.pub"));
    variables.put("GIT_PRIVATE_KEY", key("some passphrase"));

    assertThat(script.run(variables).said())
        .contains("drover: GIT_PRIVATE_KEY cannot be read: it is damaged or has a passphrase");
  }

  @Test
  void variablesThatKubernetesMakesOfServicesAreNoMisspeltOnes() throws Exception {
    Map<String, String> variables = least();
    variables.put("DROVER_APTLY_SERVICE_HOST", "10.0.0.1");
    variables.put("DROVER_APTLY_PORT_8081_TCP", "tcp://10.0.0.1:8081");

    assertThat(script.run(variables).started()).isTrue();
  }

  @Test
  void aJenkinsInsideTheClusterOfItsAgentsNeedsNoAddressOfIt() throws Exception {
    Map<String, String> variables = least();
    variables.put("JENKINS_URL", "https://ci.example.com");
    variables.put("DROVER_IMAGE", "drover:1");
    variables.put("DROVER_AGENT_NAMESPACE", "shop-agents");

    assertThat(script.run(variables).said())
        .contains(
            "drover: DROVER_CLUSTER_URL is missing: Jenkins does not run in a cluster, and agents do");

    variables.put("KUBERNETES_SERVICE_HOST", "10.0.0.1");
    assertThat(script.run(variables).configuration()).contains("agents.yaml");
  }

  @Test
  void aHomeWithPluginsOfItsOwnIsRefused() throws Exception {
    Files.createDirectories(script.home().resolve("plugins"));

    Outcome outcome = script.run(least());

    assertThat(outcome.started()).isFalse();
    assertThat(outcome.said())
        .contains(
            "drover: %s/plugins is a folder: this Jenkins has the plugins of its image and no others, take an empty home"
                .formatted(script.home()));
  }

  @Test
  void aHomeThatCannotBeWrittenIsSaid() throws Exception {
    Map<String, String> variables = least();
    Path file = Files.writeString(folder.resolve("file"), "");
    variables.put("JENKINS_HOME", file.resolve("home").toString());

    Outcome outcome = script.run(variables);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.said().get(0)).contains(file + "/home cannot be written by user ");
  }

  @Test
  void aContainerThatIsStartedAgainHasTodaysSettings() throws Exception {
    Map<String, String> variables = least();
    variables.put("SEED_JOBS_BRANCH", "trunk");
    script.run(variables);
    variables.remove("SEED_JOBS_BRANCH");

    assertThat(script.run(variables).started()).isTrue();
    assertThat(script.settings()).doesNotContainKey("SEED_JOBS_BRANCH");
  }
}
