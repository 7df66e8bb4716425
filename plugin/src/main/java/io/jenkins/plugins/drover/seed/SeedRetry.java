package io.jenkins.plugins.drover.seed;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.drover.seed.SeedOutcome.State;
import java.util.concurrent.TimeUnit;

/**
 * Asks a repository again that was away, whatever else makes Drover ask: a Jenkins that was started
 * meanwhile has no jobs yet.
 */
@Extension
public final class SeedRetry extends AsyncPeriodicWork {
  private static final long SECONDS = 30;

  public SeedRetry() {
    super("Drover: asks a repository again that was away");
  }

  @Override
  public long getRecurrencePeriod() {
    return TimeUnit.SECONDS.toMillis(SECONDS);
  }

  @Override
  public long getInitialDelay() {
    return getRecurrencePeriod();
  }

  @Override
  protected void execute(TaskListener listener) throws InterruptedException {
    Seeding seeding = Seeding.get();
    boolean away = seeding.last().filter(outcome -> outcome.state() == State.FAILED).isPresent();
    if (away && seeding.isConfigured()) {
      listener.getLogger().println(seeding.run(SeedCause.RETRY).summary());
    }
  }
}
