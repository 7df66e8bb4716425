package io.jenkins.plugins.drover.board;

import io.drover.config.model.Configuration;
import io.drover.engine.WorkFailedException;
import io.jenkins.plugins.drover.board.BoardState.BoardEnvironment;
import io.jenkins.plugins.drover.seed.Seeding;
import java.util.Optional;

/** What is known of projects. Nothing is asked of a cluster here: see {@link ClusterFeed}. */
public final class Boards {
  private Boards() {}

  /**
   * What is known of a project now, as the user who asks may see it.
   *
   * @return empty if there is no such project, or its files were never read without errors
   */
  public static Optional<BoardState> of(String project) throws InterruptedException {
    return configuration(project).map(Boards::state);
  }

  /** The files of a project; empty if there is none of that name. */
  static Optional<Configuration> configuration(String project) throws InterruptedException {
    return configuration().filter(configuration -> configuration.project().equals(project));
  }

  /** The files that the jobs were made of; empty if none was read without errors yet. */
  static Optional<Configuration> configuration() throws InterruptedException {
    try {
      return Optional.of(Seeding.get().current().configuration());
    } catch (WorkFailedException e) {
      return Optional.empty();
    }
  }

  private static BoardState state(Configuration configuration) {
    ClusterFeed feed = ClusterFeed.get();
    feed.follow(configuration);
    ProjectJobs jobs = new ProjectJobs(configuration);
    return new BoardState(
        configuration.project(),
        configuration.environments().stream()
            .map(
                environment ->
                    new BoardEnvironment(
                        environment,
                        feed.now(environment.name()),
                        jobs.into(environment).stream()
                            .flatMap(job -> Approvals.of(job).stream())
                            .toList()))
            .toList());
  }
}
