package io.drover.cli.init;

import io.drover.cli.template.TextTemplate;
import io.drover.cli.template.YamlText;
import io.drover.config.schema.FileKind;
import io.drover.config.schema.Schemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The texts of all files that a project gets. */
final class ProjectFiles {
  private static final String SCRIPT = "package.sh";

  private final Template template;
  private final ProjectName name;
  private final Recipe recipe;

  ProjectFiles(Template template, ProjectName name, Recipe recipe) {
    this.template = template;
    this.name = name;
    this.recipe = recipe;
  }

  /** For a project that is there: the three files and the packaging script, by path. */
  Map<String, String> forExisting() {
    Map<String, String> files = configuration();
    files.put(SCRIPT, own(SCRIPT));
    return files;
  }

  /** For an empty folder: the three files and a component of the project's name, by path. */
  Map<String, String> forNew() {
    Map<String, String> files = configuration();
    files.put(name.label() + "/.gitignore", own("gitignore"));
    Stream.concat(sources().stream(), Stream.of(SCRIPT))
        .forEach(source -> files.put(name.label() + "/" + source, own(source)));
    return files;
  }

  private List<String> sources() {
    return switch (template) {
      case JAVA_MAVEN ->
          List.of(
              "pom.xml",
              "src/main/java/app/Main.java",
              "src/main/java/app/Answers.java",
              "src/test/java/app/AnswersTest.java");
      case NODE -> List.of("package.json", "server.js", "test/server.test.js");
      case PYTHON -> List.of("server.py", "tests/test_server.py", "pytest.ini");
      case GO -> List.of("go.mod", "main.go", "main_test.go");
      case STATIC -> List.of("html/index.html", "html/style.css", "tests/test_pages.py");
    };
  }

  private Map<String, String> configuration() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(FileKind.BUILD.preferredName(), common(FileKind.BUILD, build()));
    files.put(FileKind.APPLICATION.preferredName(), common(FileKind.APPLICATION, application()));
    files.put(FileKind.ENVIRONMENTS.preferredName(), common(FileKind.ENVIRONMENTS, environments()));
    for (FileKind kind : FileKind.OF_PROJECT) {
      files.put(".drover/%s.schema.json".formatted(kind.baseName()), Schemas.json(kind));
    }
    return files;
  }

  private Map<String, List<String>> build() {
    List<String> dependencies = new ArrayList<>(List.of("dependencies:"));
    recipe
        .dependencies()
        .forEach(p -> dependencies.add("  - {type: debian-package, package: %s}".formatted(p)));
    List<String> lines = new ArrayList<>();
    for (Recipe.Step step : recipe.build()) {
      step.comment().lines().forEach(comment -> lines.add("  # " + comment));
      lines.add("  - shell: " + YamlText.scalar(step.line()));
    }
    List<String> reports = new ArrayList<>();
    if (!recipe.reports().isEmpty()) {
      reports.add("reports:");
      recipe.reports().forEach(glob -> reports.add("  - junit: " + YamlText.scalar(glob)));
    }
    return Map.of(
        "SOURCE",
        recipe.source(),
        "DEPENDENCIES",
        dependencies.size() > 1 ? dependencies : List.of(),
        "ENV",
        YamlText.variables(recipe.buildVariables()),
        "BUILD",
        lines,
        "REPORTS",
        reports);
  }

  private Map<String, List<String>> application() {
    return Map.of(
        "COMMAND", List.of("command: " + YamlText.command(recipe.command())),
        "ENV", YamlText.variables(recipe.imageVariables()));
  }

  private Map<String, List<String>> environments() {
    Map<String, List<String>> blocks = new LinkedHashMap<>();
    for (String environment : List.of("dev", "stg", "prd")) {
      Map<String, String> variables = new LinkedHashMap<>();
      recipe
          .serviceVariables()
          .forEach((key, value) -> variables.put(key, value.replace("@ENVIRONMENT@", environment)));
      blocks.put("ENV " + environment, YamlText.variables(variables));
    }
    blocks.put(
        "CHECKS",
        recipe.checks().stream().map(line -> "  - shell: " + YamlText.scalar(line)).toList());
    return blocks;
  }

  private String common(FileKind kind, Map<String, List<String>> blocks) {
    return TextTemplate.resource(ProjectFiles.class, "common/" + kind.preferredName())
        .fill(values(), blocks);
  }

  private String own(String resource) {
    return TextTemplate.resource(ProjectFiles.class, template.label() + "/" + resource)
        .fill(values(), Map.of());
  }

  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>(recipe.script());
    values.put("NAME", name.label());
    values.put("PACKAGE", name.packageName());
    values.put("VARIABLE", name.urlVariable());
    values.put("VERSION", YamlText.quoted(recipe.version()));
    values.put("HEALTH", recipe.health());
    values.put("SCRIPT", SCRIPT);
    return values;
  }
}
