package io.jenkins.plugins.drover.board;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import io.drover.config.model.EnvironmentTest;
import io.drover.engine.deploy.cluster.EnvironmentState;
import io.drover.engine.plan.Task.Kind;
import io.drover.engine.release.Release;
import io.drover.engine.release.ReleaseRecord;
import io.drover.engine.release.ReleaseRecord.Deployed;
import io.drover.engine.release.TestOutcome;
import io.jenkins.plugins.drover.board.BoardState.BoardEnvironment;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;

/** An environment as it is shown, with what the current user may do there. */
public final class EnvironmentCard {
  /** Older ones are brought back by the job itself. */
  private static final int MOST_FORMER = 5;

  private final BoardEnvironment environment;
  private final BoardState board;
  private final ProjectJobs jobs;
  private final Instant now;

  EnvironmentCard(BoardEnvironment environment, BoardState board, ProjectJobs jobs, Instant now) {
    this.environment = environment;
    this.board = board;
    this.jobs = jobs;
    this.now = now;
  }

  public String getName() {
    return environment.name();
  }

  public String getNamespace() {
    return environment.environment().namespace();
  }

  /** Whether it was seen since Jenkins started. */
  public boolean isSeen() {
    return environment.state().isPresent();
  }

  /** Why it cannot be seen now; empty when it can. */
  public String getTrouble() {
    return environment.sighting().trouble().orElse("");
  }

  /** How old all that is shown may be; null if nothing is. */
  @CheckForNull
  public Age getKnown() {
    return environment.sighting().asOf().map(at -> Age.of(at, now)).orElse(null);
  }

  /** How many services are as they were asked for, of how many. */
  public String getFine() {
    return environment.state().map(s -> s.fine() + "/" + s.services().size()).orElse("");
  }

  public boolean isAllFine() {
    return environment.state().filter(s -> s.fine() == s.services().size()).isPresent();
  }

  /** Id of the release that runs; empty if none was deployed. */
  public String getRelease() {
    return deployed().map(d -> d.release().id()).orElse("");
  }

  public String getDeployedBy() {
    return deployed().flatMap(Deployed::by).orElse("");
  }

  /** When the release came; null if nobody wrote it down. */
  @CheckForNull
  public Age getDeployedAt() {
    return deployed().flatMap(Deployed::since).flatMap(this::age).orElse(null);
  }

  private Optional<Age> age(String time) {
    try {
      return Optional.of(Age.of(Instant.parse(time), now));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** What each test came to for the release that runs, in the order of the files. */
  public List<TestMark> getTests() {
    return environment.environment().tests().stream().map(this::mark).toList();
  }

  private TestMark mark(EnvironmentTest test) {
    Optional<TestOutcome> outcome =
        record().flatMap(record -> record.tests().of(test.name(), getRelease()));
    return new TestMark(
        test.name(),
        outcome.map(o -> o.result().name().toLowerCase(Locale.ROOT)).orElse("not run"),
        outcome.flatMap(TestOutcome::reason).orElse(""),
        outcome.flatMap(o -> age(o.time())).orElse(null));
  }

  /** Builds that wait for a person before a release enters here. */
  public List<Question> getQuestions() {
    return environment.approvals().stream().map(Question::of).toList();
  }

  /** Builds of the jobs that change this environment, which are under way. */
  public List<Running> getRunning() {
    return Stream.of(Kind.DEPLOY, Kind.PROMOTE, Kind.SWITCH, Kind.ROLLBACK)
        .flatMap(kind -> jobs.of(kind, getName()).stream())
        .flatMap(job -> running(job).stream())
        .toList();
  }

  private static Optional<Running> running(WorkflowJob job) {
    WorkflowRun build = job.getLastBuild();
    if (build != null && build.isBuilding()) {
      return Optional.of(
          new Running("%s #%d".formatted(job.getName(), build.getNumber()), build.getUrl()));
    }
    return job.isInQueue()
        ? Optional.of(new Running(job.getName() + ", in the queue", job.getUrl()))
        : Optional.empty();
  }

  /** Id of the release that was handed over and waits for its deployment; empty: none does. */
  public String getWaiting() {
    return record().flatMap(ReleaseRecord::waiting).map(Release::id).orElse("");
  }

  /** Whether the user may have the waiting release deployed now. */
  public boolean isDeployable() {
    return !getWaiting().isEmpty() && may(Kind.DEPLOY);
  }

  /** The environment that the release may go on to; empty if it is there, or must not. */
  public String getPromotable() {
    Optional<Release> release = deployed().map(Deployed::release);
    boolean tested = release.isPresent() && open().isEmpty();
    return environment
        .environment()
        .nextEnvironment()
        .filter(next -> tested && may(Kind.PROMOTE))
        .filter(next -> !isIn(next, release.orElseThrow()))
        .orElse("");
  }

  /** What speaks against promoting the release that runs, a line each. */
  private List<String> open() {
    List<String> names =
        environment.environment().tests().stream().map(EnvironmentTest::name).toList();
    return record().map(r -> r.tests().against(names, getRelease())).orElse(List.of());
  }

  private boolean isIn(String next, Release release) {
    return board
        .environment(next)
        .flatMap(BoardEnvironment::state)
        .map(EnvironmentState::record)
        .filter(
            r ->
                r.waiting()
                    .or(() -> r.deployed().map(Deployed::release))
                    .filter(release::equals)
                    .isPresent())
        .isPresent();
  }

  /** Whether the user may lead requests to the other colour of a blue/green service now. */
  public boolean isSwitchable() {
    return may(Kind.SWITCH);
  }

  /** Releases that the user may bring back, the last one first. */
  public List<Former> getFormer() {
    if (!may(Kind.ROLLBACK)) {
      return List.of();
    }
    List<Former> former = new ArrayList<>();
    for (Release release : record().map(ReleaseRecord::deployedReleases).orElse(List.of())) {
      boolean known = former.stream().anyMatch(f -> f.release().equals(release.id()));
      if (!known && !release.id().equals(getRelease()) && former.size() < MOST_FORMER) {
        former.add(new Former(release.id(), versions(release)));
      }
    }
    return former;
  }

  private static String versions(Release release) {
    return String.join(
        ", ",
        release.images().entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue().version())
            .toList());
  }

  /** Nothing can be begun where something is under way. */
  private boolean may(Kind kind) {
    return getRunning().isEmpty()
        && jobs.of(kind, getName()).filter(job -> job.hasPermission(Item.BUILD)).isPresent();
  }

  private Optional<ReleaseRecord> record() {
    return environment.state().map(EnvironmentState::record);
  }

  private Optional<Deployed> deployed() {
    return record().flatMap(ReleaseRecord::deployed);
  }

  /**
   * A test and what it came to for the release that runs.
   *
   * @param result {@code passed}, {@code flaky}, {@code failed} or {@code not run}
   * @param reason why it did not pass; empty if it did
   * @param age when it ended; null if it was not run
   */
  public record TestMark(String name, String result, String reason, @CheckForNull Age age) {}

  /**
   * A build that is under way.
   *
   * @param url from Jenkins' own root
   */
  public record Running(String name, String url) {}

  /**
   * A release that ran before.
   *
   * @param release its id
   * @param versions of its applications, for people
   */
  public record Former(String release, String versions) {}
}
