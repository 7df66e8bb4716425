package io.drover.endtoend;

import io.drover.engine.file.Trees;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.run.local.LocalServers;
import io.drover.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A package store, a registry and a cluster that tasks share, and {@code drover task} at work with
 * them. Each task has a state of its own that is gone after it, as in a pod of its own.
 */
final class SharedPlace implements AutoCloseable {
  private final Path folder;
  private final TinyProject project;
  private final LocalServers servers;
  private final Map<String, String> environment;
  private int tasks;

  SharedPlace(TestCluster cluster) throws InterruptedException {
    try {
      // Short, because the sockets of gpg's agent may not have long paths.
      this.folder = Files.createTempDirectory(Path.of("/tmp"), "dr-");
      this.project = TinyProject.writeTo(folder.resolve("project"));
      Path data = folder.resolve("servers");
      this.servers = new LocalServers(TinyProject.NAME, data, Optional.empty(), line -> {});
      SigningKey key = SigningKey.ensure(servers.signingHome(), TinyProject.NAME);
      String served = servers.packages(key).root().toString();
      Path publicKey = Files.writeString(folder.resolve("key.asc"), key.publicKey());
      int api = ServerNote.read(data.resolve("aptly").resolve("server.json")).port();
      this.environment =
          Map.of(
              "DROVER_APTLY_URL", "http://127.0.0.1:" + api,
              "DROVER_PACKAGES_URL",
                  served.substring(0, served.lastIndexOf('/' + TinyProject.NAME)),
              "DROVER_PACKAGES_KEY_FILE", publicKey.toString(),
              "DROVER_REGISTRY", cluster.registry(),
              "DROVER_ACTOR", "ci",
              "DROVER_IMAGE", "registry.example.com/drover:1",
              "KUBECONFIG", cluster.kubeconfig().toString());
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
  public void close() throws InterruptedException {
    servers.stop();
    Trees.delete(folder);
  }
}
