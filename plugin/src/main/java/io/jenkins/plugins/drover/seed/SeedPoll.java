package io.jenkins.plugins.drover.seed;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.drover.seedjobs.item.Trigger;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import io.jenkins.plugins.drover.configuration.SeedRepository;
import java.util.concurrent.TimeUnit;

/** Asks the repository for new commits. */
@Extension
public final class SeedPoll extends AsyncPeriodicWork {
  private static final long MINUTES = 5;

  public SeedPoll() {
    super("Drover: asks the repository for new commits");
  }

  @Override
  public long getRecurrencePeriod() {
    return TimeUnit.MINUTES.toMillis(MINUTES);
  }

  /** Seeding at start is the first time. */
  @Override
  public long getInitialDelay() {
    return getRecurrencePeriod();
  }

  @Override
  protected void execute(TaskListener listener) throws InterruptedException {
    SeedRepository repository = DroverConfiguration.get().getSeed();
    if (repository != null && repository.getTrigger() == Trigger.POLL) {
      SeedOutcome outcome = Seeding.get().run(SeedCause.POLL);
      listener.getLogger().println(outcome.summary());
      if (outcome.isDone()) {
        Seeding.get().startBuilds();
      }
    }
  }
}
