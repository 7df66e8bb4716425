package io.drover.config.bind;

import io.drover.config.check.Services;
import io.drover.config.model.Deployment;
import io.drover.config.model.Environment;
import io.drover.config.model.Environment.Previews;
import io.drover.config.model.Gist;
import io.drover.config.model.Source;
import io.drover.config.tree.Names;
import io.drover.config.tree.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Binds environments: whole ones, and what they have beside services and tests. */
final class EnvironmentBinder {
  private EnvironmentBinder() {}

  /** The environments of a project, in file order. */
  static List<Environment> bind(String project, List<Fields> environments) {
    boolean inFileOrder = environments.stream().noneMatch(e -> e.has("next_environment"));
    List<Environment> bound = new ArrayList<>();
    for (int i = 0; i < environments.size(); i++) {
      Fields environment = environments.get(i);
      Optional<String> next =
          inFileOrder && i + 1 < environments.size()
              ? environments.get(i + 1).text("name")
              : environment.text("next_environment");
      bound.add(environment(project, environment, next.map(Names::normalise)));
    }
    return bound;
  }

  private static Environment environment(
      String project, Fields environment, Optional<String> next) {
    String name = Names.normalise(environment.text("name").orElseThrow());
    Deployment deployment =
        DeploymentBinder.bind(environment.object("deployment"), DeploymentBinder.DEFAULT);
    return new Environment(
        name,
        environment.text("namespace").orElseGet(() -> Names.namespace(project, name)),
        next,
        environment.text("cluster"),
        deployment,
        environment.objects("services").stream()
            .filter(Services::isDeployed)
            .map(service -> new ServiceBinder(service).bind(deployment))
            .toList(),
        environment.objects("tests").stream().map(TestBinder::bind).toList(),
        Bindings.map(environment.object("notifications")),
        environment.objects("gists").stream().map(EnvironmentBinder::gist).toList(),
        gistsSource(environment),
        previews(environment),
        Bindings.map(environment.object("quota")),
        environment.objects("services").stream()
            .filter(Services::isManaged)
            .map(service -> ManagedResourceBinder.bind(service, deployment))
            .toList());
  }

  private static Gist gist(Fields gist) {
    String name = gist.text("name").orElseThrow();
    Gist.Type type = Bindings.constant(Gist.Type.class, gist.text("type"), Gist.Type.CONFIGMAP);
    Optional<String> path = gist.text("path");
    return path.isPresent()
        ? new Gist.Manifest(name, type, path.get())
        : new Gist.Files(name, type, Bindings.texts(gist, "files"));
  }

  private static Source gistsSource(Fields environment) {
    Fields repository = environment.object("gists_repository");
    return new Source(repository.text("remote"), repository.text("branch"), Optional.empty(), "");
  }

  private static Optional<Previews> previews(Fields environment) {
    Fields previews = environment.object("previews");
    if (!environment.has("previews")) {
      return Optional.empty();
    }
    return Optional.of(
        new Previews(
            previews.text("branches").orElse("*"),
            previews.text("ttl").map(Bindings::duration),
            previews.text("limit").map(Integer::valueOf)));
  }
}
