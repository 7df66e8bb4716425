package io.drover.engine.release;

import io.drover.engine.release.Release.ReleasedImage;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What each environment runs, what was handed to it, what it ran before, and who did that. */
public final class Releases {
  private final ReleaseStore store;
  private final String actor;
  private final Consumer<Change> audit;
  private final Optional<String> approvedBy;

  /**
   * The releases that a store keeps.
   *
   * @param actor who makes the changes, see {@link Actor}
   * @param audit gets each change once it is recorded
   */
  public Releases(ReleaseStore store, String actor, Consumer<Change> audit) {
    this(store, actor, audit, Optional.empty());
  }

  private Releases(
      ReleaseStore store, String actor, Consumer<Change> audit, Optional<String> approvedBy) {
    this.store = store;
    this.actor = actor;
    this.audit = audit;
    this.approvedBy = approvedBy;
  }

  /**
   * The same releases; what is handed over now was approved.
   *
   * @param person who approved it; empty: nobody had to
   */
  public Releases approvedBy(Optional<String> person) {
    return new Releases(store, actor, audit, person);
  }

  /** All that is recorded of an environment. */
  public ReleaseRecord of(String environment) {
    return store.read(environment);
  }

  /** The release that was promoted into an environment last. */
  public Optional<Release> incoming(String environment) {
    return of(environment).incoming();
  }

  /** The release that an environment runs. */
  public Optional<Release> deployed(String environment) {
    return of(environment).deployed().map(ReleaseRecord.Deployed::release);
  }

  /** What happened in an environment, oldest first. */
  public List<HistoryEntry> history(String environment) {
    return of(environment).history();
  }

  /** Records that a release may enter an environment; nothing if it is there already. */
  public void hand(String environment, Release release) {
    Change plain = Change.now(actor, Action.HANDED, environment);
    Change change = approvedBy.map(who -> plain.because("approved by " + who)).orElse(plain);
    apply(change, r -> r.isHanded(release) ? r : r.handed(release, change));
  }

  /** Records that an environment runs a release; nothing if that is known. */
  public void markDeployed(String environment, Release release) {
    Change change = Change.now(actor, Action.DEPLOY, environment);
    apply(change, r -> r.runs(release) ? r : r.deployed(release, change));
  }

  /**
   * Records that something was deployed, also where the release stayed the same and only the files
   * changed.
   *
   * @param action deploy or rollback
   * @param service the service that it was about; empty: all
   */
  public void markChanged(
      String environment, Release release, Action action, Optional<String> service) {
    Change change = change(environment, action, service);
    apply(change, r -> r.deployed(release, change));
  }

  /**
   * Records that a release could not be deployed: the environment counts as running what it ran.
   *
   * @param action deploy or rollback
   * @param service the service that it was about; empty: all
   * @param why what people are told; only its first line is kept
   */
  public void markFailed(
      String environment, Release release, Action action, Optional<String> service, String why) {
    Change change = change(environment, action, service).failed(why);
    apply(
        change,
        r ->
            r.with(
                change.between(
                    r.deployed().map(d -> d.release().id()), Optional.of(release.id()))));
  }

  /** Records what came of one of an environment's tests. */
  public void markTest(String environment, TestOutcome outcome) {
    store.change(environment, r -> r.tested(outcome.by(actor)));
  }

  /** Records that a release passed all of an environment's tests. */
  public void markTested(String environment, Release release) {
    Change change = Change.now(actor, Action.TESTED, environment);
    apply(
        change,
        r -> r.tested().filter(release.id()::equals).isPresent() ? r : r.tested(release, change));
  }

  /** Records that a release goes on from an environment without its tests, and why. */
  public void markUntested(String environment, Release release, String why) {
    Change change =
        Change.now(actor, Action.UNTESTED, environment)
            .between(Optional.empty(), Optional.of(release.id()))
            .because(why);
    apply(change, r -> r.with(change));
  }

  /**
   * Records that an environment's release was handed on.
   *
   * @param next the environment that it may enter now
   * @param untested why although it did not pass its tests; empty: it did
   */
  public void markPromoted(
      String environment, Release release, String next, Optional<String> untested) {
    Change plain =
        Change.now(actor, Action.PROMOTE, environment)
            .between(Optional.of(release.id()), Optional.of(next));
    Change change = untested.map(why -> plain.because("not tested: " + why)).orElse(plain);
    apply(change, r -> r.with(change));
  }

  /**
   * Records that requests to a service go to another colour.
   *
   * @param from the colour that got them; empty: none
   * @param to the colour that gets them now
   * @param application the application that the service runs
   * @param image the image that gets requests now, which is the one that the environment runs;
   *     empty if nobody knows
   */
  public void markSwitched(
      String environment,
      String service,
      Optional<String> from,
      String to,
      String application,
      Optional<ReleasedImage> image) {
    Change change =
        change(environment, Action.SWITCH, Optional.of(service)).between(from, Optional.of(to));
    apply(change, r -> image.map(i -> r.switched(application, i, change)).orElse(r.with(change)));
  }

  /**
   * Records that requests could not be led to another colour.
   *
   * @param service the service that was named; empty: all
   * @param to the colour that was named; empty: the other one
   * @param why what people are told; only its first line is kept
   */
  public void markNotSwitched(
      String environment, Optional<String> service, Optional<String> to, String why) {
    Change change =
        change(environment, Action.SWITCH, service).between(Optional.empty(), to).failed(why);
    apply(change, r -> r.with(change));
  }

  private Change change(String environment, Action action, Optional<String> service) {
    Change change = Change.now(actor, action, environment);
    return service.map(change::ofService).orElse(change);
  }

  /** A change that the store has already, because only its answer was lost, is not made twice. */
  private void apply(Change change, UnaryOperator<ReleaseRecord> work) {
    ReleaseRecord now =
        store.change(change.environment(), r -> entry(r, change).isPresent() ? r : work.apply(r));
    entry(now, change).ifPresent(audit);
  }

  private static Optional<Change> entry(ReleaseRecord record, Change change) {
    return record.history().stream().map(HistoryEntry::change).filter(change::isSame).findFirst();
  }
}
