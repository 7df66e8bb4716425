package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RenderCommandTest {
  private static final String IMAGE = "registry.example.com/shop/catalog@sha256:" + "a".repeat(64);

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path settings;

  private int render(String... more) {
    List<String> arguments = new ArrayList<>(List.of("render", folder.toString()));
    arguments.addAll(List.of("--environment", "dev", "--settings", settings.toString()));
    arguments.addAll(List.of(more));
    return new CommandLine(new Main())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler(
            (error, line, result) -> ErrorPrinter.print(error, false, line.getErr()))
        .execute(arguments.toArray(String[]::new));
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @BeforeEach
  void files() throws IOException {
    write("build.yaml", "project: shop\ncomponents: []\n");
    write(
        "application.yaml",
        "project: shop\napplications:\n- {name: catalog, runtime: x}\n- {name: migrations, runtime: x}\n");
    write(
        "environments.yaml",
        """
        project: shop
        environments:
        - name: dev
          gists: [{name: settings, type: configmap, files: [conf/app.properties]}]
          services:
          - name: catalog
            external_url: catalog.example.org
            init_containers: [{name: migrate, application: migrations, version: "1.2"}]
        """);
    Files.createDirectory(folder.resolve("conf"));
    write("conf/app.properties", "a=1\n");
    settings = Path.of(write("settings.yaml", "gateway: {name: public}\n"));
  }

  @Test
  void manifestsAreAllThatIsPrinted() throws IOException {
    String release =
        write(
            "release.json",
            """
            {"images": {"catalog": {"image": "%s", "version": "1.4"},
                        "migrations": {"image": "%s", "version": "1.2"}}}
            """
                .formatted(IMAGE, IMAGE.replace("catalog", "migrations")));
    assertThat(render("--release", release)).as(err.toString()).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .startsWith("---\n")
        .contains("kind: \"HTTPRoute\"", "a=1", "image: \"" + IMAGE + "\"")
        .contains("app.kubernetes.io/version: \"1.4\"");
  }

  @Test
  void allMissingImagesAreNamedAtOnce() {
    assertThat(render()).isOne();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .isEqualTo(
            "drover: there is no image of catalog, migrations in version 1.2, which dev runs. Give"
                + " a release that has it with --release FILE, or --image"
                + " APPLICATION=REPOSITORY@sha256:… for each\n");
  }

  @Test
  void anImageCanBeGivenOnTheCommandLine() {
    String migrations = IMAGE.replace("catalog", "migrations");
    assertThat(render("--image", "catalog=" + IMAGE, "--image", "migrations=" + migrations))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains(migrations, "app.kubernetes.io/version: \"aaaaaaaaaaaa\"");
    assertThat(render("--image", "catalog=registry.example.com/shop/catalog:1.2")).isOne();
    assertThat(err.toString()).contains("--image catalog", "no image with a digest");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ \"images\": | is no JSON",
        "[] | is no release: it has no `images`",
        "{} | is no release: it has no `images`",
        "'' | is no release: it has no `images`",
        "{\"images\": {\"catalog\": {\"version\": \"1\"}}} | application catalog has no `image`",
        "{\"images\": {\"catalog\": {\"image\": \"a/b:1\"}}} | a/b:1 is no image with a digest"
      })
  void aBadReleaseIsExplained(String json, String words) throws IOException {
    assertThat(render("--release", write("release.json", json))).isOne();
    assertThat(err.toString()).contains("release.json", words);
    assertThat(render("--release", folder.resolve("none.json").toString())).isOne();
    assertThat(err.toString()).contains("there is no file").contains("none.json");
  }

  @Test
  void settingsAreCheckedWithPlaces() throws IOException {
    write("settings.yaml", "ingress: {class: nginx}\ngateway: {name: public, listner: a}\n");
    assertThat(render()).isOne();
    assertThat(err.toString())
        .contains("settings.yaml:2:25: error: unknown key", "settings.yaml:2:1: error")
        .contains("exclude each other");
  }

  @Test
  void anEnvironmentThatIsNotThereAndAFileThatCannotBeReadAreNamed() throws IOException {
    Files.delete(folder.resolve("conf/app.properties"));
    String other = IMAGE.replace("catalog", "migrations");
    assertThat(render("--image", "catalog=" + IMAGE, "--image", "migrations=" + other)).isOne();
    assertThat(err.toString()).contains("conf/app.properties: ");
    assertThat(
            new CommandLine(new Main())
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler(
                    (error, line, result) -> ErrorPrinter.print(error, false, line.getErr()))
                .execute("render", folder.toString(), "--environment", "prod"))
        .isOne();
    assertThat(err.toString()).contains("there is no environment prod; there are dev");
  }
}
