package io.jenkins.plugins.drover.seed;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Computer;
import io.drover.config.model.Component;
import io.drover.config.model.Configuration;
import io.drover.config.reader.ConfigurationReader;
import io.drover.engine.WorkFailedException;
import io.drover.seedjobs.item.Trigger;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import io.jenkins.plugins.drover.configuration.SeedRepository;
import io.jenkins.plugins.drover.handover.Handover;
import io.jenkins.plugins.drover.seed.SeedOutcome.State;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** Brings the jobs up to date, one run at a time, and knows what came of it. */
@Extension
public final class Seeding {
  private static final Logger LOGGER = Logger.getLogger(Seeding.class.getName());

  private final ReentrantLock running = new ReentrantLock();
  private final AtomicReference<SeedCause> requested = new AtomicReference<>();
  private final LastSeeding lastSeeding =
      new LastSeeding(Jenkins.get().getRootDir().toPath().resolve("drover").resolve("seeded"));
  private volatile Optional<SeedOutcome> last = Optional.empty();
  private volatile Optional<CurrentConfiguration> current = Optional.empty();

  /** The one of this Jenkins. */
  public static Seeding get() {
    return ExtensionList.lookupSingleton(Seeding.class);
  }

  /** A controller that was replaced has its jobs back as soon as it can have them. */
  @Initializer(after = InitMilestone.JOB_CONFIG_ADAPTED)
  public static void atStart() {
    get().request(SeedCause.START);
  }

  /** What came of the last run; empty if there was none since Jenkins started. */
  public Optional<SeedOutcome> last() {
    return last;
  }

  /** Whether somebody said which repository the jobs come from. */
  public boolean isConfigured() {
    return DroverConfiguration.get().getSeed() != null;
  }

  /**
   * Brings the jobs up to date soon. Several requests while a run is going lead to one more run.
   */
  public void request(SeedCause cause) {
    if (isConfigured() && requested.getAndSet(cause) == null) {
      Computer.threadPoolForRemoting.execute(this::runRequested);
    }
  }

  private void runRequested() {
    try {
      running.lockInterruptibly();
      try {
        SeedCause cause = requested.getAndSet(null);
        if (cause != null) {
          run(cause);
        }
      } finally {
        running.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOGGER.log(Level.WARNING, "Could not bring the jobs up to date", e);
    }
  }

  /**
   * Brings the jobs up to date now; waits for a run that is going.
   *
   * @throws WorkFailedException if no repository is configured
   */
  public SeedOutcome run(SeedCause cause) throws InterruptedException {
    SeedRepository repository = DroverConfiguration.get().getSeed();
    if (repository == null) {
      throw new WorkFailedException(
          "no repository is configured: Manage Jenkins, System, Drover takes its address");
    }
    running.lockInterruptibly();
    try {
      SeedRun run =
          new SeedRun(
              repository, DroverConfiguration.get().seedSettings(), kept(), lastSeeding, cause);
      SeedOutcome outcome = run.run();
      if (run.read().isPresent()) {
        current = run.read();
      } else if (outcome.isDone() && !isCurrent(outcome.commit())) {
        // It is read when it is asked for.
        current = Optional.empty();
      }
      log(outcome);
      last = Optional.of(outcome);
      startPipeline(repository, outcome);
      return outcome;
    } finally {
      running.unlock();
    }
  }

  private boolean isCurrent(String commit) {
    return current.filter(there -> there.commit().equals(commit)).isPresent();
  }

  /**
   * The configuration that the jobs were made of, also after Jenkins was started anew.
   *
   * @throws WorkFailedException if there is none yet
   */
  public CurrentConfiguration current() throws InterruptedException {
    if (current.isEmpty()) {
      running.lockInterruptibly();
      try {
        if (current.isEmpty()) {
          current = readKept();
        }
      } finally {
        running.unlock();
      }
    }
    return current.orElseThrow(
        () ->
            new WorkFailedException(
                "Drover has read no configuration without errors yet: its page says why"));
  }

  private void startPipeline(SeedRepository repository, SeedOutcome outcome)
      throws InterruptedException {
    if (outcome.state() != State.DONE && outcome.state() != State.INCOMPLETE) {
      return;
    }
    String project = current().configuration().project();
    Handover.get().begin(project);
    if (repository.getTrigger() != Trigger.NONE) {
      newCommits().ofConfiguration(repository, project, outcome.commit());
    }
    Handover.get().takeUp();
  }

  /** Asks the repositories that components have of their own, and starts their builds. */
  void startBuilds() throws InterruptedException {
    Configuration configuration = current().configuration();
    for (Component component : configuration.components()) {
      newCommits().ofComponent(configuration.project(), component);
    }
  }

  private static NewCommits newCommits() {
    return new NewCommits(Jenkins.get().getRootDir().toPath().resolve("drover").resolve("seen"));
  }

  private static Optional<CurrentConfiguration> readKept() {
    KeptConfiguration kept = kept();
    return kept.read()
        .flatMap(
            there ->
                ConfigurationReader.read(kept.files(there.commit()))
                    .configuration()
                    .map(read -> new CurrentConfiguration(read, there.commit())));
  }

  private static KeptConfiguration kept() {
    return new KeptConfiguration(
        Jenkins.get().getRootDir().toPath().resolve("drover").resolve("configuration"));
  }

  /** The same trouble at every poll is said once. */
  private void log(SeedOutcome outcome) {
    boolean same =
        last.filter(
                before ->
                    before.state() == outcome.state() && before.lines().equals(outcome.lines()))
            .filter(before -> before.summary().equals(outcome.summary()))
            .isPresent();
    if (same) {
      return;
    }
    Level level = outcome.isDone() ? Level.INFO : Level.WARNING;
    LOGGER.log(
        level,
        "Jobs, because {0}: {1}",
        new Object[] {outcome.cause().getWords(), outcome.summary()});
    outcome.lines().forEach(line -> LOGGER.log(level, "{0}", line));
  }
}
