package io.drover.cli.init;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How projects are built that were there before, as far as their files tell. */
final class ExistingRecipes {
  private final Path folder;
  private final String share;
  private final RecipeDraft draft = new RecipeDraft();

  private ExistingRecipes(Path folder, ProjectName name) {
    this.folder = folder;
    this.share = "/usr/share/" + name.packageName();
  }

  /** The recipe for a project at the root of a folder. */
  static Recipe of(Detection found, Path folder, ProjectName name) {
    ExistingRecipes recipes = new ExistingRecipes(folder, name);
    recipes.fill(found, name);
    return recipes.draft.recipe();
  }

  private void fill(Detection found, ProjectName name) {
    found.version().ifPresent(version -> draft.version = version);
    draft.source.add("# No `repository`: the component is all that lies beside this file. Give it");
    draft.source.add("# {path: FOLDER} once it has a folder of its own; then only changes there");
    draft.source.add("# make a new version.");
    draft.health = "/";
    draft.checks.add(
        "curl --fail --silent --show-error --max-time 10 \"$%s/\"".formatted(name.urlVariable()));
    if (found.template() != Template.STATIC) {
      draft.serviceVariables.put("PORT", "8080");
      draft.notes.add(
          "The service has to listen on port 8080 (it finds PORT=8080) and to answer GET /;"
              + " environments.yaml says so.");
    }
    switch (found.template()) {
      case JAVA_MAVEN -> javaMaven(name);
      case NODE -> node();
      case PYTHON -> python();
      case GO -> go(name);
      case STATIC -> {
        draft.health = "/health";
        draft.script.put("SITE", ".");
        draft.command = NewRecipes.nginx(name);
      }
    }
  }

  private void javaMaven(ProjectName name) {
    draft.dependencies.addAll(List.of("ca-certificates", "default-jdk-headless", "maven"));
    draft.step("mvn -B -ntp verify", "");
    if (Files.isDirectory(folder.resolve("src/test"))) {
      draft.reports.add("target/surefire-reports/*.xml");
    }
    draft.command = List.of("java", "-jar", "%s/%s.jar".formatted(share, name.label()));
    if (Files.exists(folder.resolve("pom.xml"))) {
      Pom pom = Pom.read(folder.resolve("pom.xml"));
      if (!pom.packaging().equals("jar")) {
        draft.notes.add(
            "pom.xml makes a %s, no jar: package.sh has to pack what runs, and `command` to start it."
                .formatted(pom.packaging()));
      }
      pom.release()
          .filter(release -> release > 17)
          .ifPresent(
              release ->
                  draft.notes.add(
                      "pom.xml wants Java %d, Debian 12 has 17: name another `os` or `runtime`."
                          .formatted(release)));
    }
  }

  private void node() {
    Path file = folder.resolve("package.json");
    Optional<PackageJson> json =
        Files.exists(file) ? Optional.of(PackageJson.read(file)) : Optional.empty();
    draft.dependencies.add("nodejs");
    boolean npm = json.map(PackageJson::hasDependencies).orElse(false);
    if (npm) {
      draft.dependencies.addAll(List.of("npm", "ca-certificates"));
      draft.step(Files.exists(folder.resolve("package-lock.json")) ? "npm ci" : "npm install", "");
    }
    json.flatMap(j -> j.script("build"))
        .ifPresent(line -> draft.step(npm ? "npm run build" : line, ""));
    json.flatMap(j -> j.script("test")).ifPresent(line -> nodeTest(line, npm));
    if (npm) {
      draft.step("npm prune --omit=dev", "");
    }
    String main =
        json.flatMap(PackageJson::main)
            .or(() -> first("server.js", "index.js", "app.js"))
            .orElseGet(
                () -> {
                  draft.notes.add("Nothing says which file starts the program: see `command`.");
                  return "index.js";
                });
    draft.command = List.of("node", share + "/" + main.replaceFirst("^\\./", ""));
  }

  private void nodeTest(String line, boolean npm) {
    if (line.startsWith("node --test")) {
      draft.step("mkdir -p reports", "");
      draft.step(
          "node --test --test-reporter=junit --test-reporter-destination=reports/unit.xml"
              + line.substring("node --test".length()),
          "");
      draft.reports.add("reports/*.xml");
    } else {
      draft.step(npm ? "npm test" : line, "");
    }
  }

  private void python() {
    boolean requirements = Files.exists(folder.resolve("requirements.txt"));
    boolean installed =
        !requirements
            && Stream.of("pyproject.toml", "setup.py")
                .map(folder::resolve)
                .filter(Files::exists)
                .anyMatch(
                    f ->
                        ProjectText.read(f)
                            .matches("(?s).*\\b(dependencies|install_requires)\\s*=.*"));
    String path = share;
    if (requirements || installed) {
      draft.dependencies.addAll(List.of("ca-certificates", "python3-pip"));
      draft.step(
          "python3 -m pip install --target vendor " + (requirements ? "-r requirements.txt" : "."),
          "");
      path = share + "/vendor:" + path;
    }
    if (hasPythonTests()) {
      draft.dependencies.add("python3-pytest");
      draft.step("python3 -B -m pytest --ignore=vendor --junitxml=reports/unit.xml", "");
      draft.reports.add("reports/*.xml");
      if (requirements || installed) {
        draft.buildVariables.put("PYTHONPATH", "vendor:src");
      }
    }
    if (Files.isDirectory(folder.resolve("src"))) {
      path = path + ":" + share + "/src";
    }
    draft.dependencies.add("python3");
    draft.imageVariables.put("PYTHONPATH", path);
    draft.command = pythonCommand();
  }

  private boolean hasPythonTests() {
    return Files.isDirectory(folder.resolve("tests"))
        || Files.isDirectory(folder.resolve("test"))
        || Folders.files(folder).stream().anyMatch(f -> f.matches("test_.*\\.py"));
  }

  private List<String> pythonCommand() {
    Optional<String> file = first("main.py", "app.py", "server.py");
    if (file.isPresent()) {
      return List.of("python3", "-B", share + "/" + file.get());
    }
    if (Files.exists(folder.resolve("manage.py"))) {
      draft.notes.add("Django's own server is started: see `command` for a better one.");
      return List.of("python3", "-B", share + "/manage.py", "runserver", "0.0.0.0:8080");
    }
    return module(folder)
        .or(() -> module(folder.resolve("src")))
        .map(module -> List.of("python3", "-B", "-m", module))
        .orElseGet(
            () -> {
              draft.notes.add("Nothing says which file starts the program: see `command`.");
              return List.of("python3", "-B", share + "/main.py");
            });
  }

  private static Optional<String> module(Path parent) {
    return Folders.in(parent).stream()
        .filter(f -> Files.exists(f.resolve("__main__.py")))
        .map(f -> f.getFileName().toString())
        .findFirst();
  }

  private void go(ProjectName name) {
    draft.dependencies.addAll(List.of("golang-go", "gotestsum"));
    if (Files.exists(folder.resolve("go.sum"))) {
      draft.dependencies.add("ca-certificates");
    }
    draft.buildVariables.put("CGO_ENABLED", "0");
    draft.step("mkdir -p reports", "");
    draft.step("gotestsum --junitfile reports/unit.xml ./...", "");
    draft.reports.add("reports/*.xml");
    draft.script.put("MAIN", goMain());
    draft.command = List.of(name.packageName());
    if (Files.exists(folder.resolve("go.mod"))) {
      ProjectText.find(ProjectText.read(folder.resolve("go.mod")), "(?m)^go\\s+1\\.([0-9]{1,4})")
          .filter(minor -> Integer.parseInt(minor) > 19)
          .ifPresent(
              minor ->
                  draft.notes.add(
                      "go.mod wants Go 1.%s, Debian 12 has 1.19: name another `os` or `runtime`."
                          .formatted(minor)));
    }
  }

  private String goMain() {
    boolean atRoot =
        Folders.files(folder).stream()
            .filter(f -> f.endsWith(".go"))
            .anyMatch(f -> ProjectText.read(folder.resolve(f)).matches("(?sm).*^package main$.*"));
    List<Path> commands = Folders.in(folder.resolve("cmd"));
    if (!atRoot && commands.size() == 1) {
      String command = commands.get(0).getFileName().toString();
      if (command.matches("[A-Za-z0-9_.-]+")) {
        return "./cmd/" + command;
      }
    }
    if (!atRoot) {
      draft.notes.add("Nothing says which package is the program: see package.sh.");
    }
    return ".";
  }

  private Optional<String> first(String... names) {
    return Stream.of(names).filter(name -> Files.exists(folder.resolve(name))).findFirst();
  }
}
