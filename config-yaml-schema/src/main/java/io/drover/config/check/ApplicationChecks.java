package io.drover.config.check;

import io.drover.config.problem.Problems;
import io.drover.config.problem.Wording;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Checks {@code application} beyond its schema. */
final class ApplicationChecks {
  private final List<Fields> applications;
  private final Problems out;

  ApplicationChecks(ReadFile application) {
    this.applications = application.objects("applications");
    this.out = application.problems();
  }

  void check(ReadFile build) {
    Duplicates.check(applications, "name", "application", UnaryOperator.identity(), out);
    Set<String> components = Declared.names(build.objects("components"));
    boolean allKnown = build.declaresAll("components");
    for (Fields application : applications) {
      List<Fields> dependencies = application.objects("dependencies");
      SourceChecks.dependencies(dependencies, "name", application.text("runtime").orElse(""), out);
      VariableChecks.check(application.objects("env"), out);
      PortChecks.check(application, "ports", out);
      if (allKnown) {
        dependencies.forEach(d -> origin(d, components, build));
      }
    }
  }

  private void origin(Fields dependency, Set<String> components, ReadFile build) {
    Text origin = dependency.object("origin").scalar("build").orElse(null);
    if (origin != null && !components.contains(origin.text())) {
      out.error(
          origin.place(),
          "unknown-component",
          "there is no component " + Wording.quote(origin.text()) + " in " + build.name(),
          Wording.suggestion(origin.text(), components));
    }
  }

  /** Warns of applications that run nowhere. */
  void unused(ReadFile environments) {
    if (environments.root().isEmpty() || environments.problems().hasErrors()) {
      return;
    }
    Set<String> used = new HashSet<>();
    for (Fields environment : environments.objects("environments")) {
      for (Fields service : environment.objects("services")) {
        service.text("application").or(() -> service.text("name")).ifPresent(used::add);
        service
            .objects("init_containers")
            .forEach(container -> container.text("application").ifPresent(used::add));
      }
    }
    for (Fields application : applications) {
      application
          .scalar("name")
          .filter(name -> !used.contains(name.text()))
          .ifPresent(
              name ->
                  out.warning(
                      name.place(),
                      "unused-application",
                      "no environment runs the application " + Wording.quote(name.text()),
                      "add a service with `application: "
                          + name.text()
                          + "` in "
                          + environments.name()
                          + ", or remove it"));
    }
  }
}
