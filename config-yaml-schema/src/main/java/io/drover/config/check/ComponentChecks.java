package io.drover.config.check;

import io.drover.config.problem.Problems;
import io.drover.config.problem.Wording;
import io.drover.config.tree.Place;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Checks {@code build} beyond its schema. */
final class ComponentChecks {
  private final List<Fields> components;
  private final boolean allKnown;
  private final Problems out;

  ComponentChecks(ReadFile build) {
    this.components = build.objects("components");
    this.allKnown = build.declaresAll("components");
    this.out = build.problems();
  }

  void check() {
    Duplicates.check(components, "name", "component", UnaryOperator.identity(), out);
    Set<String> names = Declared.names(components);
    Map<String, Map<String, Place>> after = new LinkedHashMap<>();
    for (Fields component : components) {
      SourceChecks.repository(component.object("repository"), out);
      SourceChecks.dependencies(
          component.objects("dependencies"), "package", SourceChecks.base(component), out);
      VariableChecks.check(component.objects("env"), out);
      if (component.has("os") && component.has("runtime")) {
        out.warning(component.keyPlace("os"), "ignored-key", "`runtime` is taken, `os` is not", "");
      }
      Map<String, Place> edges =
          after.computeIfAbsent(component.text("name").orElse(""), n -> new LinkedHashMap<>());
      for (Text target : component.scalars("after")) {
        edges.putIfAbsent(target.text(), target.place());
        if (allKnown && !names.contains(target.text())) {
          unknown(target, names);
        }
      }
    }
    Declared.cycles(after, "after-cycle", "these components wait for each other", out);
  }

  private void unknown(Text target, Set<String> names) {
    out.error(
        target.place(),
        "unknown-component",
        "there is no component " + Wording.quote(target.text()),
        Wording.suggestion(target.text(), names));
  }

  /** Warns of components that nothing is made of. */
  void unused(ReadFile application) {
    if (application.root().isEmpty() || application.problems().hasErrors()) {
      return;
    }
    List<Fields> dependencies =
        application.objects("applications").stream()
            .flatMap(app -> app.objects("dependencies").stream())
            .toList();
    Set<String> used =
        dependencies.stream()
            .flatMap(d -> d.object("origin").text("build").stream())
            .collect(Collectors.toSet());
    dependencies.forEach(d -> d.text("name").ifPresent(used::add));
    components.forEach(c -> c.scalars("after").forEach(target -> used.add(target.text())));
    for (Fields component : components) {
      component
          .scalar("name")
          .filter(name -> !used.contains(name.text()))
          .ifPresent(
              name ->
                  out.warning(
                      name.place(),
                      "unused-component",
                      "no application uses the component " + Wording.quote(name.text()),
                      "name it as `origin: {build: "
                          + name.text()
                          + "}` in "
                          + application.name()
                          + ", or remove it"));
    }
  }
}
