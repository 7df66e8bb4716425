package io.drover.cli.init;

import java.util.List;

/** How the components are built that {@code drover init} itself brings. */
final class NewRecipes {
  /** nginx, for pages that lie where the packaging script puts them. */
  static List<String> nginx(ProjectName name) {
    return List.of(
        "nginx", "-e", "stderr", "-p", "/usr/share/" + name.packageName(), "-c", "nginx.conf");
  }

  private NewRecipes() {}

  /** The recipe for a component that lies in a folder of the project's name. */
  static Recipe of(Template template, ProjectName name) {
    RecipeDraft draft = new RecipeDraft();
    String share = "/usr/share/" + name.packageName();
    draft.source.add("repository:");
    draft.source.add("  path: %s # a folder beside this file".formatted(name.label()));
    draft.reports.add("reports/*.xml");
    switch (template) {
      case JAVA_MAVEN -> javaMaven(draft, name);
      case NODE -> {
        draft.dependencies.add("nodejs");
        draft.step("mkdir -p reports", "");
        draft.step(
            "node --test --test-reporter=junit --test-reporter-destination=reports/unit.xml", "");
        draft.command = List.of("node", share + "/server.js");
      }
      case PYTHON -> {
        draft.dependencies.add("python3-pytest");
        draft.step("python3 -B -m pytest --junitxml=reports/unit.xml", "");
        draft.command = List.of("python3", "-B", share + "/server.py");
      }
      case GO -> {
        draft.dependencies.addAll(List.of("golang-go", "gotestsum"));
        draft.buildVariables.put("CGO_ENABLED", "0");
        draft.step("mkdir -p reports", "");
        draft.step("gotestsum --junitfile reports/unit.xml ./...", "");
        draft.script.put("MAIN", ".");
        draft.command = List.of(name.packageName());
      }
      case STATIC -> {
        draft.dependencies.add("python3-pytest");
        draft.step(
            "python3 -B -m pytest -p no:cacheprovider --junitxml=reports/unit.xml tests", "");
        draft.script.put("SITE", "html");
        draft.command = nginx(name);
      }
    }
    checks(draft, template, name);
    return draft.recipe();
  }

  private static void javaMaven(RecipeDraft draft, ProjectName name) {
    draft.dependencies.addAll(
        List.of(
            "default-jdk-headless",
            "junit5",
            "libmaven-compiler-plugin-java",
            "libmaven-jar-plugin-java",
            "libmaven-resources-plugin-java",
            "libsurefire-java",
            "maven"));
    draft.step(
        "mvn -B -o -Dmaven.repo.local=/usr/share/maven-repo -Dsurefire.version=2.22.3 verify",
        """
        Plugins and JUnit come from Debian's packages: quick, and without network. Once you use
        libraries from Maven Central: `mvn -B verify`, with ca-certificates as a dependency.""");
    draft.reports.set(0, "target/surefire-reports/*.xml");
    draft.command =
        List.of("java", "-jar", "/usr/share/%s/%s.jar".formatted(name.packageName(), name.label()));
  }

  private static void checks(RecipeDraft draft, Template template, ProjectName name) {
    String url = "$" + name.urlVariable();
    String get = "curl --fail --silent --show-error --max-time 10 ";
    draft.checks.add(get + "\"%s/health\"".formatted(url));
    if (template == Template.STATIC) {
      draft.checks.add(get + "\"%s/\" | grep \"%s\"".formatted(url, name.label()));
      return;
    }
    draft.serviceVariables.put("PORT", "8080");
    draft.serviceVariables.put("GREETING", "Hello from @ENVIRONMENT@");
    draft.checks.add(get + "\"%s/\" | grep \"Hello from $DROVER_ENVIRONMENT\"".formatted(url));
  }
}
