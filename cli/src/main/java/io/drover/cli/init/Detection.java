package io.drover.cli.init;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.engine.WorkFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a folder says about itself.
 *
 * @param template what it is
 * @param evidence the file that says so
 * @param name the project's name, as written there
 * @param version its version, made fit for a Debian package
 */
record Detection(
    Template template, String evidence, Optional<String> name, Optional<String> version) {
  private static final Pattern VERSION = Pattern.compile("[0-9][A-Za-z0-9.+~]{0,60}");
  private static final Pattern ADDED = Pattern.compile("(?i)(\\.git.*|readme.*|licen[cs]e.*)");

  /**
   * Finds out what a folder holds; the first file in the order of {@link Template} decides.
   *
   * @throws WorkFailedException if the deciding file cannot be read
   */
  static Optional<Detection> of(Path folder) {
    return Stream.of(
            found(folder, Template.JAVA_MAVEN, "pom.xml"),
            found(folder, Template.NODE, "package.json"),
            found(folder, Template.PYTHON, "pyproject.toml", "setup.py", "requirements.txt"),
            found(folder, Template.GO, "go.mod"),
            found(folder, Template.STATIC, "index.html"))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** What was found, for a person. */
  String inWords() {
    return template.description()
        + name.map(n -> ", \"%s\"".formatted(n)).orElse("")
        + version.map(v -> ", version " + v).orElse("");
  }

  /** What a folder says when it is known to be of a kind. */
  static Detection as(Template template, Path folder) {
    return of(folder)
        .filter(found -> found.template() == template)
        .orElse(new Detection(template, "", Optional.empty(), Optional.empty()));
  }

  /** Whether there is no project in a folder: nothing, or only what a git host puts there. */
  static boolean isEmpty(Path folder) {
    return Folders.names(folder).stream().allMatch(name -> ADDED.matcher(name).matches());
  }

  private static Optional<Detection> found(Path folder, Template template, String... names) {
    return Stream.of(names)
        .filter(name -> Files.isRegularFile(folder.resolve(name)))
        .findFirst()
        .map(name -> read(folder, template, name));
  }

  private static Detection read(Path folder, Template template, String evidence) {
    Path file = folder.resolve(evidence);
    Optional<String> name = Optional.empty();
    Optional<String> version = Optional.empty();
    switch (template) {
      case JAVA_MAVEN -> {
        Pom pom = Pom.read(file);
        name = pom.artifactId();
        version = pom.version();
      }
      case NODE -> {
        JsonNode json = PackageJson.read(file).json();
        name = Optional.of(json.path("name").asText()).map(n -> n.replaceFirst("^@[^/]*/", ""));
        version = Optional.of(json.path("version").asText());
      }
      case PYTHON -> {
        if (!evidence.equals("requirements.txt")) {
          String text = ProjectText.read(file);
          name = ProjectText.find(text, "\\bname\\s*=\\s*[\"']([^\"'\\n]+)[\"']");
          version = ProjectText.find(text, "\\bversion\\s*=\\s*[\"']([^\"'\\n]+)[\"']");
        }
      }
      case GO ->
          name =
              ProjectText.find(ProjectText.read(file), "(?m)^module\\s+\"?([^\\s\"]+)")
                  .map(module -> module.replaceFirst("/v[0-9]+$", "").replaceFirst(".*/", ""));
      case STATIC -> {}
    }
    return new Detection(
        template,
        evidence,
        name.filter(n -> !n.isBlank()),
        version.flatMap(Detection::debianVersion));
  }

  /** {@code 1.0-SNAPSHOT} → 1.0, {@code 1.0-rc1} → 1.0~rc1, which sorts before 1.0. */
  private static Optional<String> debianVersion(String version) {
    String plain = version.replaceFirst("-SNAPSHOT$", "").replaceFirst("^v", "").replace('-', '~');
    return Optional.of(plain).filter(v -> VERSION.matcher(v).matches());
  }
}
