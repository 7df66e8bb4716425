package io.jenkins.plugins.drover.page;

import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import hudson.security.Permission;
import io.jenkins.plugins.drover.seed.SeedOutcome;
import io.jenkins.plugins.drover.seed.Seeding;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;

/** Says that the jobs are not as the repository says, or that the repository is away. */
@Extension
@Symbol("droverJobs")
public final class SeedMonitor extends AdministrativeMonitor {

  @Override
  public String getDisplayName() {
    return "Drover: jobs not up to date";
  }

  @Override
  public boolean isActivated() {
    return Seeding.get().last().filter(outcome -> !outcome.isDone()).isPresent();
  }

  @Override
  public Permission getRequiredPermission() {
    return Jenkins.SYSTEM_READ;
  }

  /** What is wrong; only asked while there is something. */
  public SeedOutcome getLast() {
    return Seeding.get().last().orElseThrow();
  }
}
