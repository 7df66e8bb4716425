package io.drover.engine.run;

import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.ServiceOutcome;
import io.drover.engine.deploy.cluster.ClusterTarget;
import io.drover.engine.deploy.cluster.ObjectDiff;
import io.drover.engine.release.Action;
import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.release.ReleaseRecord;
import io.drover.engine.release.Releases;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Changes one environment of a cluster at a person's word, and records who changed what. */
public final class Deployer {
  private final Releases releases;
  private final ClusterTarget target;
  private final DesiredState desired;

  /**
   * A deployer.
   *
   * @param releases where what was done is recorded
   * @param target where it is done
   * @param desired makes what shall run of a release
   */
  public Deployer(Releases releases, ClusterTarget target, DesiredState desired) {
    this.releases = releases;
    this.target = target;
    this.desired = desired;
  }

  /**
   * The release to deploy: the images that were named, the others as they were promoted into the
   * environment, and where nothing waits there, as they run.
   *
   * @param named images that were named; may be none
   * @throws WorkFailedException if there is nothing at all to deploy
   */
  public Release choose(Environment environment, Release named) {
    ReleaseRecord record = releases.of(environment.name());
    Optional<Release> running = record.deployed().map(ReleaseRecord.Deployed::release);
    Optional<Release> base = record.waiting().or(() -> running);
    Release chosen = base.map(named::completedBy).orElse(named);
    if (chosen.images().isEmpty() && !DesiredState.applications(environment).isEmpty()) {
      throw new WorkFailedException(
          "there is no release for %s yet: name its images with --release FILE or --image APPLICATION=REPOSITORY@DIGEST, or promote one into it"
              .formatted(environment.name()));
    }
    return running.map(r -> completed(environment, chosen, r)).orElse(chosen);
  }

  /** Applications that the environment runs and the release does not name stay as they are. */
  private static Release completed(Environment environment, Release release, Release running) {
    Map<String, ReleasedImage> kept = new TreeMap<>(running.images());
    kept.keySet().retainAll(DesiredState.applications(environment));
    return release.completedBy(new Release(kept));
  }

  /**
   * Deploys a release. Nothing is recorded when everything ran exactly so already.
   *
   * @param log what happens, line by line
   */
  public DeployResult deploy(Environment environment, Release release, Consumer<String> log)
      throws InterruptedException {
    return deploy(environment, release, Action.DEPLOY, Optional.empty(), log);
  }

  /**
   * The release that a rollback leads to.
   *
   * @param to id of a release, or its beginning; empty: the one before
   * @param service the only service whose image changes; empty: all
   * @throws WorkFailedException if the history does not know it
   */
  public Release former(Environment environment, Optional<String> to, Optional<String> service) {
    ReleaseRecord record = releases.of(environment.name());
    Release running =
        record
            .deployed()
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "nothing was deployed to %s yet".formatted(environment.name())))
            .release();
    if (service.isEmpty()) {
      Optional<Release> found = to.isPresent() ? record.find(to.get()) : record.previous();
      return found.orElseThrow(() -> unknown(environment, to));
    }
    String application = application(environment, service.get());
    List<Release> candidates =
        to.isPresent()
            ? List.of(record.find(to.get()).orElseThrow(() -> unknown(environment, to)))
            : record.deployedReleases();
    ReleasedImage now = running.images().get(application);
    ReleasedImage former =
        candidates.stream()
            .map(release -> release.images().get(application))
            .filter(image -> image != null && (to.isPresent() || !image.equals(now)))
            .findFirst()
            .orElseThrow(() -> unknown(environment, to));
    return new Release(Map.of(application, former)).completedBy(running);
  }

  private static String application(Environment environment, String service) {
    return environment.services().stream()
        .filter(s -> s.name().equals(service))
        .map(Service::application)
        .findFirst()
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "there is no service %s in %s".formatted(service, environment.name())));
  }

  private static WorkFailedException unknown(Environment environment, Optional<String> to) {
    String what = to.map("release "::concat).orElse("an earlier release");
    return new WorkFailedException(
        "the history of %s does not know %s; see drover history --environment %s"
            .formatted(environment.name(), what, environment.name()));
  }

  /**
   * Brings a former release back. A blue/green service whose idle colour still runs it only gets
   * its requests led there, also where the file names the other colour: it does so again at the
   * next deployment, as the log says.
   *
   * @param service the service that was named, for the record
   */
  public DeployResult rollBack(
      Environment environment, Release release, Optional<String> service, Consumer<String> log)
      throws InterruptedException {
    return deploy(environment, release, Action.ROLLBACK, service, log);
  }

  private DeployResult deploy(
      Environment environment,
      Release release,
      Action action,
      Optional<String> service,
      Consumer<String> log)
      throws InterruptedException {
    String name = environment.name();
    try {
      DeployResult result = target.deploy(desired.of(environment, release), log);
      if (result.succeeded() && action == Action.ROLLBACK) {
        target.goLiveForNow(name, log);
      }
      if (!result.succeeded()) {
        releases.markFailed(name, release, action, service, reason(result));
      } else if (result.changed() || !releases.deployed(name).equals(Optional.of(release))) {
        releases.markChanged(name, release, action, service);
      }
      return result;
    } catch (WorkFailedException e) {
      recordFailure(e, () -> releases.markFailed(name, release, action, service, e.getMessage()));
      throw e;
    } catch (InterruptedException e) {
      releases.markFailed(name, release, action, service, "interrupted");
      throw e;
    }
  }

  private static String reason(DeployResult result) {
    ServiceOutcome first = result.failed().get(0);
    int others = result.failed().size() - 1;
    return "%s%s: %s"
        .formatted(
            first.service(),
            others == 0 ? "" : " and %d more".formatted(others),
            first.reason().orElse("unknown"));
  }

  /** That something failed is the news; that it could not be recorded comes with it. */
  private static void recordFailure(WorkFailedException failure, Runnable recording) {
    try {
      recording.run();
    } catch (WorkFailedException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Leads requests to the other colour of blue/green services.
   *
   * @param services names; empty: all blue/green services
   * @param to the colour; empty: the other one
   * @return the colour that each has now
   */
  public Map<String, Colour> switchColours(
      Environment environment, Set<String> services, Optional<Colour> to, Consumer<String> log)
      throws InterruptedException {
    String name = environment.name();
    try {
      Map<String, Colour> now = target.switchColours(name, services, to, log);
      now.forEach(
          (service, colour) ->
              releases.markSwitched(
                  name,
                  service,
                  Optional.of(colour.other().word()),
                  colour.word(),
                  application(environment, service),
                  target.image(name, service, colour)));
      return now;
    } catch (WorkFailedException e) {
      Optional<String> service =
          services.size() == 1 ? services.stream().findFirst() : Optional.empty();
      recordFailure(
          e, () -> releases.markNotSwitched(name, service, to.map(Colour::word), e.getMessage()));
      throw e;
    }
  }

  /** What {@link #deploy} of a release would change. */
  public List<ObjectDiff> diff(Environment environment, Release release, Consumer<String> log)
      throws InterruptedException {
    return target.diff(desired.of(environment, release), log);
  }
}
