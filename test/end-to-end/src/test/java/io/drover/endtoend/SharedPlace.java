package io.drover.endtoend;

import io.drover.engine.file.Trees;
import io.drover.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A package store, a registry and a cluster that tasks share, and {@code drover task} at work with
 * them. Each task has a state of its own that is gone after it, as in a pod of its own.
 */
final class SharedPlace implements AutoCloseable {
  private final Path folder;
  private final TinyProject project;
  private final AptlyElsewhere aptly;
  private final Map<String, String> environment;
  private int tasks;

  SharedPlace(TestCluster cluster) throws InterruptedException {
    try {
      // Short, because the sockets of gpg's agent may not have long paths.
      this.folder = Files.createTempDirectory(Path.of("/tmp"), "dr-");
      this.project = TinyProject.writeTo(folder.resolve("project"));
      this.aptly = new AptlyElsewhere(folder);
      this.environment =
          aptly.environment(
              Map.of(
                  "DROVER_REGISTRY",
                  cluster.registry(),
                  "DROVER_ACTOR",
                  "ci",
                  "DROVER_IMAGE",
                  "registry.example.com/drover:1",
                  "KUBECONFIG",
                  cluster.kubeconfig().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TinyProject project() {
    return project;
  }

  Path folder() {
    return folder;
  }

  /** A task from its start to its end. */
  Outcome run(String task, String... options) {
    Path state = state();
    Outcome outcome = drover(state).run(words(task, state, options));
    Trees.delete(state);
    return outcome;
  }

  /** A task in the background, in a process group of its own. */
  RunningDrover start(String task, String... options) {
    Path state = state();
    return drover(state).startApart(words(task, state, options));
  }

  private DroverCommand drover(Path state) {
    return new DroverCommand(state, environment);
  }

  private Path state() {
    tasks++;
    return Trees.make(folder.resolve("s" + tasks));
  }

  private String[] words(String task, Path state, String... options) {
    List<String> words = new java.util.ArrayList<>(List.of("task", task));
    if (!List.of(options).contains("--git")) {
      words.add(project.folder().toString());
    }
    words.addAll(List.of("--report", state.resolve("report.json").toString()));
    words.addAll(List.of(options));
    return words.toArray(String[]::new);
  }

  @Override
  public void close() {
    aptly.close();
    Trees.delete(folder);
  }
}
