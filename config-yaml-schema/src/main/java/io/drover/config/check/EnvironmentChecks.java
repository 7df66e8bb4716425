package io.drover.config.check;

import io.drover.config.problem.Problems;
import io.drover.config.problem.Wording;
import io.drover.config.tree.Names;
import io.drover.config.tree.Place;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks {@code environments} beyond its schema, as far as it is about whole environments. */
final class EnvironmentChecks {
  private static final int LONGEST_NAMESPACE = 63;

  private final ReadFile file;
  private final List<Fields> environments;
  private final Problems out;

  EnvironmentChecks(ReadFile file) {
    this.file = file;
    this.environments = file.objects("environments");
    this.out = file.problems();
  }

  void check(ReadFile application) {
    Duplicates.check(environments, "name", "environment", Names::normalise, out);
    nextEnvironments();
    namespaces();
    ServiceChecks services = new ServiceChecks(out, application);
    HostChecks hosts = new HostChecks(out);
    for (Fields environment : environments) {
      services.check(environment);
      hosts.check(environment);
      new TestChecks(out).check(environment.objects("tests"));
      new GistChecks(out).check(environment.objects("gists"));
    }
  }

  private void nextEnvironments() {
    Set<String> names = new LinkedHashSet<>();
    Map<String, Map<String, Place>> graph = new LinkedHashMap<>();
    boolean allKnown = file.declaresAll("environments");
    environments.forEach(e -> e.written("name").ifPresent(n -> names.add(Names.normalise(n))));
    for (Fields environment : environments) {
      Text next = environment.scalar("next_environment").orElse(null);
      if (next == null) {
        continue;
      }
      String target = Names.normalise(next.text());
      if (allKnown && !names.contains(target)) {
        out.error(
            next.place(),
            "unknown-environment",
            "there is no environment " + Wording.quote(next.text()),
            Wording.suggestion(next.text(), names));
      }
      environment
          .text("name")
          .ifPresent(
              name -> graph.putIfAbsent(Names.normalise(name), Map.of(target, next.place())));
    }
    Declared.cycles(graph, "environment-cycle", "a release would go in circles", out);
  }

  private void namespaces() {
    String project = file.root().flatMap(root -> root.text("project")).orElse("");
    Map<String, Text> first = new HashMap<>();
    for (Fields environment : environments) {
      Text namespace = namespace(project, environment);
      if (namespace == null) {
        continue;
      }
      String key = environment.text("cluster").orElse("") + " " + namespace.text();
      Text other = first.putIfAbsent(key, namespace);
      if (other != null) {
        out.error(
            namespace.place(),
            "namespace-clash",
            "two environments have the namespace "
                + Wording.quote(namespace.text())
                + ", the other is on line "
                + other.place().line(),
            "give each a `namespace` of its own, or another `cluster`");
      }
    }
  }

  private Text namespace(String project, Fields environment) {
    Text name = environment.scalar("name").orElse(null);
    if (environment.has("namespace") || name == null || project.isEmpty()) {
      return environment.scalar("namespace").orElse(null);
    }
    String namespace = Names.namespace(project, Names.normalise(name.text()));
    if (namespace.length() > LONGEST_NAMESPACE) {
      out.error(
          name.place(),
          "bad-name",
          "the namespace " + Wording.quote(namespace) + " would be longer than 63 characters",
          "give a shorter one as `namespace`");
    }
    return new Text(namespace, name.place());
  }
}
