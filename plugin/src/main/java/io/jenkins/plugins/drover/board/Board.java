package io.jenkins.plugins.drover.board;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.drover.config.model.Configuration;
import io.drover.engine.deploy.cluster.ServiceState;
import io.drover.engine.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/** What a page shows of a project, as the current user may see it. */
public final class Board {
  private final BoardState state;
  private final ProjectJobs jobs;
  private final Instant now;
  private final PlanPicture plan;

  /**
   * A board.
   *
   * @param now ages are told from here
   */
  Board(BoardState state, Configuration configuration, Instant now) {
    this.state = state;
    this.jobs = new ProjectJobs(configuration);
    this.now = now;
    this.plan = PlanPicture.of(Plan.of(configuration));
  }

  /** The board of a project; empty if there is none of that name. */
  static Optional<Board> of(String project) throws InterruptedException {
    Optional<Configuration> configuration = Boards.configuration(project);
    Optional<BoardState> state = Boards.of(project);
    return configuration.flatMap(c -> state.map(s -> new Board(s, c, Instant.now())));
  }

  public String getProject() {
    return state.project();
  }

  /** Where the acts are, from Jenkins' own root. */
  public String getActs() {
    return "job/%s/%s".formatted(hudson.Util.rawEncode(state.project()), BoardPage.URL);
  }

  public List<EnvironmentCard> getEnvironments() {
    List<EnvironmentCard> cards = new ArrayList<>();
    state.environments().forEach(e -> cards.add(new EnvironmentCard(e, state, jobs, now)));
    return cards;
  }

  public List<String> getServices() {
    return state.services();
  }

  /** What runs of a service in an environment; null if nothing does, and nothing shall. */
  @CheckForNull
  public ServiceCell cell(EnvironmentCard card, String service) {
    Optional<ServiceState> there =
        state.environment(card.getName()).flatMap(environment -> environment.service(service));
    return there
        .map(s -> new ServiceCell(s, s.idle().isPresent() && card.isSwitchable(), now))
        .orElse(null);
  }

  public List<PlanPicture.Node> getNodes() {
    return plan.nodes();
  }

  public PlanPicture getPlan() {
    return plan;
  }

  /** How the newest build of a task's job stands. */
  public TaskLight light(PlanPicture.Node node) {
    return TaskLight.of(jobs.of(node.task()));
  }

  public List<LoadTrend> getTrends() {
    return state.environments().stream()
        .flatMap(e -> e.state().stream().flatMap(s -> LoadTrend.of(s).stream()))
        .toList();
  }

  /** Whether somebody is logged in, or nobody has to be. */
  public boolean isKnownUser() {
    return !Jenkins.get().isUseSecurity()
        || !hudson.security.ACL.isAnonymous2(Jenkins.getAuthentication2());
  }
}
