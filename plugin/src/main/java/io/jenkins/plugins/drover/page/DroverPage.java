package io.jenkins.plugins.drover.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.RootAction;
import io.drover.config.problem.Problem;
import io.drover.config.problem.Severity;
import io.jenkins.plugins.drover.api.DroverApi;
import io.jenkins.plugins.drover.seed.SeedCause;
import io.jenkins.plugins.drover.seed.SeedOutcome;
import io.jenkins.plugins.drover.seed.Seeding;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import jenkins.model.Jenkins;
import jenkins.security.stapler.StaplerDispatchable;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.verb.POST;

/** {@code /drover/}: what came of reading the three files, and a button to do it again. */
@Extension
@Symbol("droverPage")
public final class DroverPage implements RootAction {

  /** Nobody sees the link who may not see the page. */
  @Override
  @CheckForNull
  public String getIconFileName() {
    return Jenkins.get().hasPermission(Jenkins.SYSTEM_READ)
        ? "symbol-git-network-outline plugin-ionicons-api"
        : null;
  }

  @Override
  public String getDisplayName() {
    return "Drover";
  }

  @Override
  public String getUrlName() {
    return "drover";
  }

  /** {@code /drover/api/}, for programs; it asks for permissions of its own. */
  @StaplerDispatchable
  public DroverApi getApi() {
    return new DroverApi();
  }

  /** Whether a repository is configured. */
  public boolean isConfigured() {
    return Seeding.get().isConfigured();
  }

  /** What came of the last run; null if there was none since Jenkins started. */
  @CheckForNull
  public SeedOutcome getLast() {
    return Seeding.get().last().orElse(null);
  }

  /** When a run began, to the second, UTC. */
  public Instant begin(SeedOutcome outcome) {
    return outcome.at().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Whether a problem is more than a warning. */
  public boolean isError(Problem problem) {
    return problem.severity() == Severity.ERROR;
  }

  /** The button. */
  @POST
  public HttpResponse doSeed() {
    Jenkins.get().checkPermission(Jenkins.ADMINISTER);
    Seeding.get().request(SeedCause.BUTTON);
    return HttpResponses.redirectToDot();
  }
}
