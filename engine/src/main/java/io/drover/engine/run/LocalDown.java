package io.drover.engine.run;

import io.drover.config.model.Configuration;
import io.drover.engine.agent.PodmanAgent;
import io.drover.engine.agent.ProcessAgent;
import io.drover.engine.deploy.podman.PodmanTarget;
import io.drover.engine.file.Trees;
import io.drover.engine.image.Images;
import io.drover.engine.image.LocalImages;
import io.drover.engine.process.Containers;
import io.drover.engine.run.local.LocalServers;
import io.drover.engine.run.local.StateFolder;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Stops and removes what runs of a project started on this machine. */
public final class LocalDown {
  private final Configuration configuration;
  private final StateFolder state;
  private final Consumer<String> log;

  /**
   * Takes down a project.
   *
   * @param log takes a line for everything that is stopped
   */
  public LocalDown(Configuration configuration, StateFolder state, Consumer<String> log) {
    this.configuration = configuration;
    this.state = state;
    this.log = log;
  }

  /**
   * Stops services, servers and what a killed run left.
   *
   * @param purge whether all data goes, too
   * @throws io.drover.engine.WorkFailedException if a run of the project is going on
   */
  public void run(boolean purge) throws InterruptedException {
    String project = configuration.project();
    if (!Files.isDirectory(state.root())) {
      log.accept("nothing of %s is here".formatted(project));
      return;
    }
    try (StateFolder.Lock lock = state.lock()) {
      LocalServers servers = new LocalServers(project, state.servers(), Optional.empty(), log);
      Containers containers = Containers.probe(state.root());
      if (containers.whyNot().isEmpty()) {
        PodmanAgent.removeLeftovers(containers, state.instance());
        removeEnvironments(containers, purge);
        if (purge) {
          LocalImages.remove(containers, servers.registryAddress());
        }
      }
      Images.removeLeftovers(containers, state.instance());
      ProcessAgent.endLeftovers(state.processes());
      AgentPodsNote.of(state).removeLeftovers(project, log);
      servers.stop();
      log.accept("stopped the package store and the registry of %s".formatted(project));
      if (purge) {
        Trees.delete(state.root());
        log.accept("deleted " + state.root());
      }
    }
  }

  /** Those of the files, and those that were deployed and have left the files since. */
  private void removeEnvironments(Containers containers, boolean purge)
      throws InterruptedException {
    PodmanTarget target =
        PodmanTarget.of(
            containers,
            configuration.project(),
            state.instance(),
            state.root(),
            line -> {
              throw new IllegalStateException("nothing is deployed here");
            });
    Set<String> environments = new TreeSet<>(target.environments());
    configuration.environments().forEach(e -> environments.add(e.name()));
    for (String environment : environments) {
      target.remove(environment, purge, log);
    }
  }
}
