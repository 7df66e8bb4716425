package io.drover.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "build.yaml",
        "build.yml",
        "environments.bitesize",
        "package.sh",
        ".drover/build.schema.json"
      })
  void aFileThatIsThereIsNamedAndNothingIsWritten(String there) throws Exception {
    Files.writeString(folder.resolve("package.json"), "{}");
    Files.createDirectories(folder.resolve(there).getParent());
    Files.writeString(folder.resolve(there), "mine");
    Map<String, String> before = GoldenTreesTest.tree(folder);

    Init.Result result = Init.run(List.of("--name", "demo"), folder);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.error())
        .contains("there is already " + there + " in " + folder)
        .contains("nothing was written");
    assertThat(GoldenTreesTest.tree(folder)).isEqualTo(before);
  }

  @Test
  void aLinkToNowhereIsAFileThatIsThere() throws Exception {
    Files.createSymbolicLink(folder.resolve("build.yaml"), folder.resolve("nowhere"));
    Init.Result result = Init.run(List.of("--template", "go", "--name", "demo"), folder);
    assertThat(result.status()).isEqualTo(1);
    assertThat(Files.exists(folder.resolve("nowhere"))).isFalse();
  }

  @Test
  void aSecondInitChangesNothing() throws Exception {
    List<String> arguments = List.of("--template", "python", "--name", "demo");
    assertThat(Init.run(arguments, folder).status()).isZero();
    Map<String, String> before = GoldenTreesTest.tree(folder);
    assertThat(Init.run(arguments, folder).status()).isEqualTo(1);
    assertThat(GoldenTreesTest.tree(folder)).isEqualTo(before);
  }

  @Test
  void whatAGitHostPutIntoAFolderMakesItNoProject() throws Exception {
    Files.createDirectory(folder.resolve(".git"));
    Files.writeString(folder.resolve("README.md"), "# Demo");
    Files.writeString(folder.resolve("LICENSE"), "");
    Init.Result result = Init.run(List.of("--template", "static", "--name", "demo"), folder);
    assertThat(result.status()).isZero();
    assertThat(folder.resolve("demo/html/index.html")).exists();
    assertThat(result.output()).doesNotContain("git init");
  }

  @Test
  void aMissingFolderIsMadeAndGivesItsName() {
    Init.Result result =
        Init.run(List.of("--template", "go"), folder.resolve("teams/Order Service"));
    assertThat(result.status()).isZero();
    assertThat(folder.resolve("teams/Order Service/order-service/go.mod")).exists();
    assertThat(result.output())
        .contains("The name is \"order-service\": ")
        .contains("cd '" + folder.resolve("teams/Order Service") + "'");
  }

  @Test
  void withoutATemplateAnEmptyFolderIsWrongUsage() {
    Init.Result result = Init.run(List.of(), folder);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.error()).contains("Name a --template: java-maven, node, python, go, static");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anUnknownTemplateIsWrongUsage() {
    Init.Result result = Init.run(List.of("--template", "cobol"), folder);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.error()).contains("There is no template \"cobol\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"???", "", "a-name-that-goes-on-and-on-until-no-service-can-have-it-any-more"})
  void aNameOfWhichNothingCanBeMadeIsWrongUsage(String name) {
    Init.Result result = Init.run(List.of("--template", "go", "--name=" + name), folder);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.error()).containsIgnoringCase("the name \"").contains("(--name)");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileInPlaceOfTheFolderIsAnError() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(Init.run(List.of("--template", "go"), file).error()).contains("is no folder");
    Init.Result below = Init.run(List.of("--template", "go"), file.resolve("below"));
    assertThat(below.status()).isEqualTo(1);
    assertThat(below.error()).contains("could not write to").contains("Nothing was written");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<project", "<!DOCTYPE p [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><p/>"})
  void aBrokenPomIsNamed(String text) throws Exception {
    Files.writeString(folder.resolve("pom.xml"), text);
    Init.Result result = Init.run(List.of(), folder);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.error()).contains("pom.xml is no XML (line 1: ");
  }

  @Test
  void aBrokenPackageJsonIsNamed() throws Exception {
    Files.writeString(folder.resolve("package.json"), "{\n \"name\": oops }");
    Init.Result result = Init.run(List.of(), folder);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.error()).contains("package.json is no JSON (line 2: ");
  }
}
