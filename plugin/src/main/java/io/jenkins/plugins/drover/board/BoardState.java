package io.jenkins.plugins.drover.board;

import io.drover.config.model.Environment;
import io.drover.engine.deploy.cluster.EnvironmentState;
import io.drover.engine.deploy.cluster.EnvironmentWatch.Sighting;
import io.drover.engine.deploy.cluster.ServiceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a project at one moment.
 *
 * @param project its name, which is that of its folder
 * @param environments in the order in which releases go through them
 */
public record BoardState(String project, List<BoardEnvironment> environments) {

  public BoardState {
    environments = List.copyOf(environments);
  }

  /** The environment of that name. */
  public Optional<BoardEnvironment> environment(String name) {
    return environments.stream().filter(e -> e.name().equals(name)).findFirst();
  }

  /** Names of all services, those of the first environment first. */
  public List<String> services() {
    Set<String> names = new LinkedHashSet<>();
    environments.forEach(e -> e.environment().services().forEach(s -> names.add(s.name())));
    environments.stream()
        .flatMap(e -> e.sighting().state().stream())
        .forEach(state -> state.services().forEach(s -> names.add(s.name())));
    return new ArrayList<>(names);
  }

  /**
   * An environment.
   *
   * @param environment what the files say of it
   * @param sighting what was seen of it in its cluster, and when
   * @param approvals builds that wait for a person before a release enters it, only those of jobs
   *     that whoever asked may read
   */
  public record BoardEnvironment(
      Environment environment, Sighting sighting, List<WaitingApproval> approvals) {

    public BoardEnvironment {
      approvals = List.copyOf(approvals);
    }

    public String name() {
      return environment.name();
    }

    /** What runs there, as far as it was ever seen. */
    public Optional<EnvironmentState> state() {
      return sighting.state();
    }

    /** What runs of a service; empty where the environment has none of that name. */
    public Optional<ServiceState> service(String service) {
      return state().flatMap(s -> s.service(service));
    }
  }

  /**
   * A build that waits for a person.
   *
   * @param job full name of its job
   * @param build its number
   * @param input id of what it asks
   * @param question what it asks, for people
   * @param since when the build began
   */
  public record WaitingApproval(
      String job, int build, String input, String question, Instant since) {}
}
