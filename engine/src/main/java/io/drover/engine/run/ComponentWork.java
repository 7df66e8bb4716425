package io.drover.engine.run;

import io.drover.aptly.PackageRepository;
import io.drover.aptly.Publication;
import io.drover.aptly.PublishedPackage;
import io.drover.config.model.Component;
import io.drover.config.model.ComponentType;
import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.file.Trees;
import io.drover.engine.image.sbom.ImageOrigin.ComponentOrigin;
import io.drover.engine.plan.Task;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.secret.SecretFiles;
import io.drover.engine.version.Revision;
import io.drover.engine.version.Sources;
import io.drover.engine.version.Versions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Builds components and publishes what they make. */
final class ComponentWork {
  /** For files that no commit has: 1980, the earliest time that zip files can hold, too. */
  private static final Instant NO_COMMIT = Instant.parse("1980-01-01T00:00:00Z");

  /** Ends the folder of a build whose packages are published; no version has an underscore. */
  private static final String PUBLISHED = "_published";

  private final String project;
  private final StateFolder state;
  private final Sources sources;
  private final Workspaces workspaces;
  private final Secrets secrets;
  private final Results results;

  ComponentWork(
      String project,
      StateFolder state,
      Sources sources,
      Workspaces workspaces,
      Secrets secrets,
      Results results) {
    this.project = project;
    this.state = state;
    this.sources = sources;
    this.workspaces = workspaces;
    this.secrets = secrets;
    this.results = results;
  }

  /** The name of a component's job. */
  static String jobName(Component component) {
    return "build-" + component.name();
  }

  TaskResult build(Component component, PackageRepository packages, TaskLog log)
      throws InterruptedException {
    Revision revision = sources.resolve(component.source());
    String version = Versions.of(component.version(), revision);
    results.versions().put(component.name(), version);
    results.origins().put(component.name(), origin(component, revision));
    if (isThere(component, version, packages, log)) {
      workspaces.forget(jobName(component));
      return TaskResult.reused(Map.of("version", version));
    }
    AgentJob job =
        job(
            component,
            version,
            revision,
            secrets.environment(component.env(), SecretFiles.BUILDS, log),
            log);
    TaskResult result =
        workspaces.build(
            Task.Kind.BUILD.id(component.name()),
            job,
            component.env(),
            component.reports(),
            workspace -> checkOut(component, revision, workspace, log),
            workspace -> keepArtifacts(component, version, workspace));
    return result.with(Map.of("version", version), result.reason());
  }

  private void checkOut(Component component, Revision revision, Path workspace, TaskLog log)
      throws InterruptedException {
    log.accept("checking out " + revision.stamp());
    sources.checkOut(component.source(), revision, workspace);
  }

  /**
   * Makes the workspace of a build whose lines are run elsewhere.
   *
   * @return the job, without values of secrets; empty if the version is published already
   */
  Optional<AgentJob> prepare(Component component, PackageRepository packages, TaskLog log)
      throws InterruptedException {
    Revision revision = sources.resolve(component.source());
    String version = Versions.of(component.version(), revision);
    results.versions().put(component.name(), version);
    if (isThere(component, version, packages, log)) {
      return Optional.empty();
    }
    AgentJob job = job(component, version, revision, Secrets.literals(component.env()), log);
    workspaces.prepare(job, workspace -> checkOut(component, revision, workspace, log));
    return Optional.of(job);
  }

  /** Keeps what such a build left in its workspace. */
  TaskResult finish(Component component, String version, TaskLog log) throws InterruptedException {
    results.versions().put(component.name(), version);
    Revision none = Revision.ofTree("");
    TaskResult result =
        workspaces.finish(
            Task.Kind.BUILD.id(component.name()),
            job(component, version, none, Secrets.literals(component.env()), log),
            component.env(),
            component.reports(),
            workspace -> keepArtifacts(component, version, workspace));
    return result.with(Map.of("version", version), result.reason());
  }

  /** Finds what is published of components as their sources stand; builds nothing. */
  void findPublished(List<Component> components, PackageRepository packages)
      throws InterruptedException {
    for (Component component : components) {
      String version = Versions.of(component.version(), sources.resolve(component.source()));
      packages
          .find(component.name(), version)
          .ifPresent(found -> results.publications().put(component.name(), found));
    }
  }

  /** Whether a build of that version is published, or waits to be. */
  private boolean isThere(
      Component component, String version, PackageRepository packages, TaskLog log) {
    Optional<Publication> published = packages.find(component.name(), version);
    if (published.isPresent()) {
      log.accept("version %s is published already".formatted(version));
      results.publications().put(component.name(), published.get());
      return true;
    }
    boolean built = Files.isDirectory(artifacts(component, version));
    if (built) {
      log.accept("version %s was built before, but not yet published".formatted(version));
    }
    return built;
  }

  /**
   * Finds what an earlier task published of a component.
   *
   * @param named the version that is meant; empty: that of the sources
   * @throws WorkFailedException if that is not published
   */
  void recall(Component component, Optional<String> named, PackageRepository packages)
      throws InterruptedException {
    String name = component.name();
    Revision revision = sources.resolve(component.source());
    String current = Versions.of(component.version(), revision);
    String version = named.orElse(current);
    Publication publication =
        packages
            .find(name, version)
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "version %s of %s is not published: %s comes first"
                            .formatted(version, name, Task.Kind.BUILD.id(name))));
    results.versions().put(name, version);
    results.publications().put(name, publication);
    results
        .origins()
        .put(
            name,
            version.equals(current)
                ? origin(component, revision)
                : new ComponentOrigin(
                    name,
                    sources.publicUrl(component.source()),
                    Optional.empty(),
                    Optional.empty()));
  }

  TaskResult publish(Component component, PackageRepository packages, TaskLog log) {
    String version = results.versions().get(component.name());
    if (results.publications().containsKey(component.name())) {
      log.accept("version %s is published already".formatted(version));
      return published(component);
    }
    Optional<Publication> meanwhile = packages.find(component.name(), version);
    if (meanwhile.isPresent()) {
      log.accept("another build has published version %s meanwhile; it counts".formatted(version));
      results.publications().put(component.name(), meanwhile.get());
      return published(component);
    }
    Path artifacts = artifacts(component, version);
    List<Path> debs = Trees.glob(artifacts, "**.deb");
    Publication publication = packages.publish(component.name(), version, debs, log);
    results.publications().put(component.name(), publication);
    if (!debs.isEmpty()) {
      // Without its packages it is no build any more: should the store lose them, or be another
      // one,
      // they are built again.
      Path published = artifacts.resolveSibling(version + PUBLISHED);
      Trees.delete(published);
      Trees.move(artifacts, published);
      Trees.glob(published, "**.deb").forEach(Trees::delete);
    }
    return TaskResult.done(outputs(publication));
  }

  /** What is known to be published. */
  TaskResult published(Component component) {
    return TaskResult.reused(outputs(results.publications().get(component.name())));
  }

  private AgentJob job(
      Component component,
      String version,
      Revision revision,
      Map<String, String> variables,
      TaskLog log) {
    Map<String, String> environment = new TreeMap<>(variables);
    environment.put("DROVER_PROJECT", project);
    environment.put("DROVER_COMPONENT", component.name());
    environment.put("DROVER_VERSION", version);
    environment.put("SOURCE_DATE_EPOCH", "" + revision.time().orElse(NO_COMMIT).getEpochSecond());
    return new AgentJob(
        jobName(component),
        OwnPackages.of(component.after(), results).in(component.agent()),
        workspaces.folder(jobName(component)),
        environment,
        component.build(),
        Reports.patterns(component.artifacts(), component.reports()),
        Placement.ANYWHERE,
        Optional.empty(),
        log);
  }

  private ComponentOrigin origin(Component component, Revision revision) {
    return new ComponentOrigin(
        component.name(),
        sources.publicUrl(component.source()),
        revision.commit(),
        revision.time());
  }

  private Path artifacts(Component component, String version) {
    return state.artifacts(component.name()).resolve(version);
  }

  /** Kept by one rename at the end: a folder with a version's name holds a whole build. */
  private void keepArtifacts(Component component, String version, Path workspace) {
    Path kept = artifacts(component, version);
    Path half = Trees.fresh(state.artifacts(component.name())).resolve(".half");
    int packages = 0;
    for (String glob : component.artifacts()) {
      List<Path> found = Trees.glob(workspace, glob);
      if (found.isEmpty()) {
        throw new WorkFailedException(
            "the build left no artifact %s; the pattern is relative to the component's folder"
                .formatted(glob));
      }
      for (Path file : found) {
        Trees.copy(file, half.resolve(workspace.relativize(file)));
        packages += file.toString().endsWith(".deb") ? 1 : 0;
      }
    }
    if (component.type() == ComponentType.DEBIAN_PACKAGE && packages == 0) {
      throw new WorkFailedException(
          "the build left no .deb among its artifacts (%s). Name it under artifacts, or set type: files"
              .formatted(String.join(", ", component.artifacts())));
    }
    Trees.make(half);
    Trees.move(half, kept);
  }

  private static Map<String, String> outputs(Publication publication) {
    Map<String, String> outputs = new TreeMap<>();
    for (PublishedPackage one : publication.packages()) {
      outputs.put(one.name() + "_" + one.architecture(), one.version());
    }
    return outputs;
  }
}
