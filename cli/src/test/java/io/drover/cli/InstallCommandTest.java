package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.install.Team;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The files of an overlay, and what is wrong with options. */
class InstallCommandTest {
  private static final Path SHOP = Path.of("../examples/shop");
  private static final Path MANIFESTS = Path.of("../jenkins-image/kubernetes");
  private static final List<String> OPTIONS =
      List.of(
          "--team=shop",
          "--repository=git@git.example.com:shop.git",
          "--host=shop.ci.example.com",
          "--registry=registry.example.com",
          "--tag=1");

  @TempDir private Path folder;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private int install(Path project, String... further) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> line = new ArrayList<>(List.of("install", project.toString()));
    line.addAll(OPTIONS);
    line.addAll(List.of(further));
    return new CommandLine(new Main())
        .setOverwrittenOptionsAllowed(true)
        .setExecutionExceptionHandler(
            (error, commandLine, result) -> ErrorPrinter.print(error, true, commandLine.getErr()))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(line.toArray(String[]::new));
  }

  private int write(String... further) {
    List<String> all = new ArrayList<>(List.of(further));
    all.add("--out=" + folder);
    return install(SHOP, all.toArray(String[]::new));
  }

  private static Map<String, String> texts(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Path file : Trees.glob(folder, "**")) {
      texts.put(folder.relativize(file).toString(), Files.readString(file));
    }
    return texts;
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @Test
  void theExampleOfATeamIsWhatItWrites() throws Exception {
    assertThat(write()).as(err.toString()).isZero();

    Map<String, String> written = texts(folder.resolve("shop"));
    if (Boolean.parseBoolean(System.getenv("UPDATE_GOLDEN"))) {
      for (Map.Entry<String, String> file : written.entrySet()) {
        Files.writeString(MANIFESTS.resolve("shop").resolve(file.getKey()), file.getValue());
      }
    }
    assertThat(written).isEqualTo(texts(MANIFESTS.resolve("shop")));
  }

  @Test
  void theBaseIsThatOfTheCheckoutButForTheWayToAptly() throws Exception {
    write();

    Map<String, String> expected = new TreeMap<>(texts(MANIFESTS.resolve("base")));
    texts(Path.of("../aptly-cache/manifests"))
        .forEach((name, text) -> expected.put("aptly/" + name, text));
    expected.computeIfPresent(
        "packages/kustomization.yaml",
        (name, text) -> text.replace("../../../../aptly-cache/manifests", "../aptly"));
    assertThat(texts(folder.resolve("base"))).isEqualTo(expected);
  }

  @Test
  void aSecondTimeWritesNothingAndNothingOfOthersIsLost() throws Exception {
    assertThat(write()).isZero();
    assertThat(write()).isZero();
    assertThat(out.toString()).contains("Nothing to write");

    Files.writeString(folder.resolve("shop/kustomization.yaml"), "resources: [more]\n");
    assertThat(write("--tag=2")).isOne();
    assertThat(err.toString()).contains("shop/kustomization.yaml", "--overwrite");
    assertThat(text("shop/kustomization.yaml")).isEqualTo("resources: [more]\n");
    assertThat(text("shop/jenkins/kustomization.yaml")).contains("newTag: \"1\"");

    assertThat(write("--tag=2", "--overwrite")).isZero();
    assertThat(text("shop/jenkins/kustomization.yaml")).contains("newTag: \"2\"");
    assertThat(text("shop/kustomization.yaml")).contains("namespaces.yaml");
  }

  @Test
  void teamsShareTheBase() throws Exception {
    assertThat(write()).isZero();
    assertThat(write("--team=toys", "--host=toys.ci.example.com")).isZero();

    assertThat(text("toys/jenkins/kustomization.yaml"))
        .contains("namespace: toys-jenkins", "JENKINS_URL=https://toys.ci.example.com/")
        .doesNotContain("shop-");
  }

  @Test
  void gatewayAndRegistryAndSettingsAreWhatTheOptionsSay() throws Exception {
    assertThat(
            write(
                "--gateway=gateways/public",
                "--own-registry",
                "--images=mirror.example.com:5000/drover",
                "--set=OIDC_ISSUER=https://id.example.com/: realm #1",
                "--set=DROVER_AGENT_LIMIT=5"))
        .as(err.toString())
        .isZero();

    assertThat(text("shop/jenkins/kustomization.yaml"))
        .contains(
            "../../base/httproute",
            "[{namespace: gateways, name: public}]",
            "newName: mirror.example.com:5000/drover/jenkins",
            "- \"OIDC_ISSUER=https://id.example.com/: realm #1\"",
            "- DROVER_AGENT_LIMIT=5",
            "- DROVER_IMAGE=mirror.example.com:5000/drover/drover:1")
        .doesNotContain("base/ingress");
    assertThat(text("shop/packages/kustomization.yaml"))
        .contains("../../base/registry", "value: registry.example.com}");
  }

  @Test
  void allThatIsWrongWithTheOptionsIsSaidAtOnceAndNothingIsWritten() throws Exception {
    int status =
        write(
            "--team=Shop",
            "--host=https://ci.example.com",
            "--repository=https://jane:hunter2@git.example.com/shop.git",
            "--tag=a b",
            "--own-registry",
            "--registry=registry.example.com:5000",
            "--gateway=public",
            "--set=GIT_PASSWORD=hunter2",
            "--set=lower=1");

    assertThat(status).isOne();
    assertThat(err.toString())
        .contains(
            "--team",
            "--host",
            "--repository has a password in it",
            "--tag",
            "--own-registry stands behind",
            "--own-registry begins empty",
            "--gateway",
            "--set GIT_PASSWORD: it goes into a file of --secrets",
            "--set lower")
        .doesNotContain("hunter2");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void optionsThatDoNotGoTogetherAreWrongUsage() {
    assertThat(write("--dry-run")).isEqualTo(2);
    assertThat(install(SHOP, "--overwrite")).isEqualTo(2);
  }

  private Path project(String environments) throws IOException {
    Path project = Files.createDirectories(folder.resolve("project"));
    Files.writeString(project.resolve("build.yaml"), "project: shop\ncomponents: []\n");
    Files.writeString(
        project.resolve("application.yaml"),
        "project: shop\napplications: [{name: web, runtime: debian}]\n");
    Files.writeString(
        project.resolve("environments.yaml"), "project: shop\nenvironments:\n" + environments);
    return project;
  }

  @Test
  void anEnvironmentCannotBeAmongTheTeamsOwnNamespaces() throws Exception {
    Path project =
        project("- {name: dev, namespace: shop-jenkins, services: [{name: web, replicas: 0}]}\n");

    assertThat(install(project, "--out=" + folder.resolve("out"))).isOne();
    assertThat(err.toString()).contains("namespace shop-jenkins holds what environments must not");
  }

  @Test
  void anEnvironmentOfAnotherClusterIsToldOf() throws Exception {
    Path project =
        project(
            """
            - {name: dev, services: [{name: web, replicas: 0}]}
            - {name: prd, cluster: europe, services: [{name: web, replicas: 0}]}
            """);

    assertThat(install(project, "--out=" + folder)).as(err.toString()).isZero();
    assertThat(err.toString()).contains("prd is in cluster europe", "drover rbac -e prd");
    assertThat(text("shop/namespaces.yaml")).contains("shop-dev").doesNotContain("shop-prd");
    assertThat(text("shop/environments.yaml")).doesNotContain("shop-prd");
  }

  @Test
  void aTeamWithoutEnvironmentsHereHasNoFilesOfThem() throws Exception {
    Path project =
        project("- {name: prd, cluster: europe, services: [{name: web, replicas: 0}]}\n");

    assertThat(install(project, "--out=" + folder)).as(err.toString()).isZero();
    assertThat(text("shop/kustomization.yaml"))
        .endsWith("  - packages\n")
        .doesNotContain("board", "environments.yaml");
    assertThat(folder.resolve("shop/environments.yaml")).doesNotExist();
  }

  @Test
  void aSecretThatIsMissingOrUnknownOrEmptyIsSaidWithoutItsValue() throws Exception {
    Path secrets = Files.createDirectories(folder.resolve("secrets"));
    Files.writeString(secrets.resolve("JENKINS_ADMIN_PASSWORD"), "");
    Files.writeString(secrets.resolve("JENKINS_ADMIN_PASWORD"), "hunter2");
    Files.writeString(secrets.resolve("DROVER_PACKAGES_KEY"), "hunter3");

    assertThat(install(SHOP, "--secrets=" + secrets)).isOne();
    assertThat(err.toString())
        .contains(
            "JENKINS_ADMIN_PASSWORD is empty",
            "JENKINS_ADMIN_PASWORD is the name of no secret",
            "JENKINS_ADMIN_USER is missing")
        .doesNotContain("hunter");

    assertThat(install(SHOP, "--secrets=" + secrets.resolve("none"))).isOne();
    assertThat(err.toString()).contains("none is no folder");
  }

  @Test
  void secretsAreVariablesThatTheImageTakes() throws Exception {
    String start = Files.readString(Path.of("../jenkins-image/start"));

    assertThat(Team.SECRETS).allMatch(name -> start.contains(" " + name));
  }
}
