package io.drover.engine.run;

import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.kubernetes.PodAgents;
import io.drover.engine.deploy.cluster.Cluster;
import io.drover.engine.deploy.cluster.ClusterAccess;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import io.drover.engine.run.local.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where agents' pods of a run may be left when it is killed, in three lines: namespace, kubeconfig,
 * context. Written before the first pod, so that any later command finds them.
 */
final class AgentPodsNote {
  private final StateFolder state;

  private AgentPodsNote(StateFolder state) {
    this.state = state;
  }

  static AgentPodsNote of(StateFolder state) {
    return new AgentPodsNote(state);
  }

  void write(String namespace, ClusterAccess access) {
    AtomicFile.write(
        state.agentPods(),
        "%s\n%s\n%s\n"
            .formatted(
                namespace,
                access.kubeconfig().map(Path::toAbsolutePath).map(Path::toString).orElse(""),
                access.context().orElse("")));
  }

  void delete() {
    Trees.delete(state.agentPods());
  }

  /** Removes what is left. A cluster that is away is for the next command. */
  void removeLeftovers(String project, Consumer<String> log) throws InterruptedException {
    if (!Files.exists(state.agentPods())) {
      return;
    }
    List<String> lines = lines();
    ClusterAccess access = new ClusterAccess(text(lines.get(1)).map(Path::of), text(lines.get(2)));
    try (Cluster cluster = Cluster.connect(access)) {
      PodAgents.removeLeftovers(cluster, project, state.instance(), lines.get(0), log);
      delete();
    } catch (WorkFailedException e) {
      log.accept(
          "pods of a run that was killed may be left in namespace %s; they end by themselves: %s"
              .formatted(lines.get(0), e.getMessage()));
    }
  }

  private List<String> lines() {
    try {
      return List.of(Files.readString(state.agentPods()).split("\n", -1));
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not read %s: %s".formatted(state.agentPods(), Trees.why(e)), e);
    }
  }

  private static Optional<String> text(String line) {
    return Optional.of(line).filter(l -> !l.isEmpty());
  }
}
