package io.drover.jenkins.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The recipe's files fit together. */
class ImageFilesTest {
  private static final Path PROJECT = Path.of("..");

  /** What the script itself sets for the files. */
  private static final Set<String> OWN =
      Set.of(
          "DROVER_FILES",
          "DROVER_GIT_CREDENTIALS",
          "DROVER_REGISTRY_CREDENTIALS",
          "DROVER_APTLY_CREDENTIALS",
          "DROVER_CLUSTER_CREDENTIALS");

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The variables that {@code start} takes. */
  private static Set<String> taken() throws IOException {
    String script = Files.readString(Path.of("start"));
    Set<String> taken = new TreeSet<>();
    Pattern.compile("(?s)for name in ([A-Z_\\s\\\\]+); do")
        .matcher(script)
        .results()
        .forEach(loop -> taken.addAll(found("[A-Z_]+", loop.group(1))));
    return taken;
  }

  private static String configuration() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("casc"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.sorted().toList()) {
        all.append(Files.readString(file)).append('\n');
      }
      return all.toString();
    }
  }

  @Test
  void configurationUsesTheVariablesThatTheScriptTakesAndNoOthers() throws Exception {
    Set<String> used = found("(?<=\\$\\{)[A-Z_]+|(?<=/)DROVER_[A-Z_]+", configuration());
    used.removeAll(OWN);

    assertThat(used).isEqualTo(taken());
  }

  @Test
  void everyFileOfConfigurationIsUsedByTheScript() throws Exception {
    String script = Files.readString(Path.of("start"));
    try (Stream<Path> files = Files.list(Path.of("casc"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".yaml", "");
        assertThat(script).containsPattern("(\\buse |casc/)" + name + "\\b(?!-)");
      }
    }
  }

  @Test
  void everyVariableIsInTheDocumentation() throws Exception {
    Set<String> documented =
        found("(?<=`)[A-Z][A-Z_]+(?=`)", Files.readString(PROJECT.resolve("docs/install.md")));

    assertThat(documented).containsAll(taken());
  }

  @Test
  void pluginsArePinnedSortedAndAllThatOurOwnIsMadeWith() throws Exception {
    List<String> lines =
        Files.readAllLines(Path.of("plugins.txt")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertThat(lines).allMatch(line -> line.matches("[a-z0-9-]+:[0-9][A-Za-z0-9._-]*"));
    List<String> names = lines.stream().map(line -> line.split(":")[0]).toList();
    assertThat(names).isSorted().doesNotHaveDuplicates();

    String pom = Files.readString(PROJECT.resolve("plugin/pom.xml"));
    Set<String> needed =
        Pattern.compile(
                "<groupId>(?:org\\.jenkins-ci\\.plugins(?:\\.workflow)?|io\\.jenkins(?:\\.plugins)?)</groupId>\\s*<artifactId>([a-z0-9-]+)</artifactId>\\s*</dependency>")
            .matcher(pom)
            .results()
            .map(result -> result.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(needed).contains("git", "workflow-job");
    assertThat(names).containsAll(needed);
  }

  @Test
  void scriptsAreFreeOfWhatShellcheckKnows() throws Exception {
    Assumptions.assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "shellcheck"))),
        "there is no shellcheck");
    List<String> scripts = scripts();
    assertThat(scripts).contains("jenkins-image/start", "images/build", "drover", "test/run");

    Command.Result result =
        Command.of(
                Stream.concat(
                        Stream.of("shellcheck", "--external-sources", "--source-path=SCRIPTDIR"),
                        scripts.stream())
                    .toList())
            .in(PROJECT.toAbsolutePath())
            .run();

    assertThat(result.output()).isEmpty();
    assertThat(result.succeeded()).isTrue();
  }

  /** All of the project, but for what tests expect of others. */
  private static List<String> scripts() {
    return Trees.glob(PROJECT, "**").stream()
        .map(PROJECT::relativize)
        .filter(file -> !file.toString().matches("\\.git/.*|(.*/)?(target|golden)/.*"))
        .filter(file -> beginsAsScript(PROJECT.resolve(file)))
        .map(Path::toString)
        .toList();
  }

  private static boolean beginsAsScript(Path file) {
    byte[] begin = new byte[12];
    try (InputStream in = Files.newInputStream(file)) {
      int read = in.readNBytes(begin, 0, begin.length);
      return new String(begin, 0, read, StandardCharsets.UTF_8).matches("(?s)#!/bin/(ba)?sh.*");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What images/build does not hand over cannot be in a layer, and a variable of a build stays. */
  @Test
  void recipesOfImagesTakeNoSecrets() throws Exception {
    for (Path recipe : Trees.glob(PROJECT, "{images,jenkins-image,aptly-cache}/**Containerfile")) {
      assertThat(found("(?m)^(ARG|ENV) .*", Files.readString(recipe)))
          .as(recipe.toString())
          .noneMatch(line -> line.matches("(?i).*(password|secret|token|private|key).*"));
    }
    Set<String> handedOver =
        found("(?<=for part in )[^;]+", Files.readString(PROJECT.resolve("images/build")));
    assertThat(handedOver).containsExactly("Containerfile bake plugins.txt start casc");
    assertThat(configuration()).doesNotContain("PRIVATE KEY", "BEGIN PGP");
  }
}
