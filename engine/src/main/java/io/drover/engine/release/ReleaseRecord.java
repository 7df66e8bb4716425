package io.drover.engine.release;

import io.drover.engine.release.Release.ReleasedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is recorded of one environment.
 *
 * @param incoming the release that was promoted into it last
 * @param deployed the release that it runs
 * @param tested id of the release that passed all its tests last
 * @param tests what came of its tests
 * @param history what was done, oldest first, at most {@link #MOST_ENTRIES}
 */
public record ReleaseRecord(
    Optional<Release> incoming,
    Optional<Deployed> deployed,
    Optional<String> tested,
    TestOutcomes tests,
    List<HistoryEntry> history) {
  /** How long a history gets before its oldest entries go. */
  public static final int MOST_ENTRIES = 50;

  /** Where nothing was ever done. */
  public static final ReleaseRecord EMPTY =
      new ReleaseRecord(
          Optional.empty(), Optional.empty(), Optional.empty(), TestOutcomes.NONE, List.of());

  private static final Release NOTHING = new Release(Map.of());

  public ReleaseRecord {
    history =
        List.copyOf(history.subList(Math.max(0, history.size() - MOST_ENTRIES), history.size()));
  }

  /**
   * A release that an environment runs.
   *
   * @param release what it is
   * @param since when it was deployed, ISO 8601 in UTC; empty where nobody wrote it down
   * @param by who deployed it
   */
  public record Deployed(Release release, Optional<String> since, Optional<String> by) {}

  /** Whether the release that runs passed the environment's tests. */
  public boolean passedTests() {
    return deployed.map(d -> d.release().id()).equals(tested) && tested.isPresent();
  }

  /**
   * The release that was handed to the environment and does not run there yet; empty as well when
   * people have deployed another one since, or have rolled it back.
   */
  public Optional<Release> waiting() {
    boolean superseded =
        newest(e -> e.change().action() == Action.HANDED || e.change().succeededToDeploy())
            .filter(e -> e.change().succeededToDeploy())
            .isPresent();
    return incoming.filter(r -> !superseded && !runs(r));
  }

  /** Whether it is this release that runs. */
  boolean runs(Release release) {
    return deployed.filter(d -> d.release().equals(release)).isPresent();
  }

  /** Whether a release is there, or on its way, so that handing it over changes nothing. */
  boolean isHanded(Release release) {
    return incoming.filter(release::equals).isPresent() && (runs(release) || waiting().isPresent());
  }

  /**
   * A release that the environment runs, ran, or was handed, as far as the history goes.
   *
   * @param id its id, or the beginning of it, at least 4 digits
   */
  public Optional<Release> find(String id) {
    Predicate<Release> wanted = release -> id.length() >= 4 && release.id().startsWith(id);
    return deployedReleases().stream()
        .filter(wanted)
        .findFirst()
        .or(() -> incomingReleases().stream().filter(wanted).findFirst());
  }

  /**
   * Where a rollback leads: to what ran before; or, when the last deployment failed, to what it was
   * to replace.
   */
  public Optional<Release> previous() {
    boolean failed =
        newest(e -> e.change().action().deploys()).filter(e -> !e.change().succeeded()).isPresent();
    List<Release> releases = deployedReleases();
    return releases.stream().skip(failed ? 0 : 1).findFirst();
  }

  /** Those that ran, the one that runs first; each only once in a row. */
  public List<Release> deployedReleases() {
    return backFrom(deployed.map(Deployed::release), e -> e.change().succeededToDeploy());
  }

  private List<Release> incomingReleases() {
    return backFrom(incoming, e -> e.change().action() == Action.HANDED);
  }

  private List<Release> backFrom(Optional<Release> newest, Predicate<HistoryEntry> concerned) {
    List<Release> releases = new ArrayList<>();
    Release release = newest.orElse(NOTHING);
    newest.ifPresent(releases::add);
    for (int i = history.size() - 1; i >= 0; i--) {
      HistoryEntry entry = history.get(i);
      if (concerned.test(entry) && !entry.images().isEmpty()) {
        release = ImageChange.undo(release, entry.images());
        if (!release.images().isEmpty()) {
          releases.add(release);
        }
      }
    }
    return releases;
  }

  private Optional<HistoryEntry> newest(Predicate<HistoryEntry> wanted) {
    return history.stream().filter(wanted).reduce((older, newer) -> newer);
  }

  /** The record after a release was handed to the environment. */
  ReleaseRecord handed(Release release, Change change) {
    Release before = incoming.orElse(NOTHING);
    return new ReleaseRecord(
        Optional.of(release),
        deployed,
        tested,
        tests,
        with(
            change.between(incoming.map(Release::id), Optional.of(release.id())), before, release));
  }

  /** The record after a release was deployed; from and to are filled in. */
  ReleaseRecord deployed(Release release, Change change) {
    Release before = deployed.map(Deployed::release).orElse(NOTHING);
    boolean same = deployed.isPresent() && before.equals(release);
    Deployed now =
        same
            ? deployed.get()
            : new Deployed(release, Optional.of(change.time()), Optional.of(change.actor()));
    return new ReleaseRecord(
        incoming,
        Optional.of(now),
        tested,
        tests,
        with(
            change.between(deployed.map(d -> d.release().id()), Optional.of(release.id())),
            before,
            release));
  }

  /**
   * The record after requests went to another image of an application. An image that ran before is
   * known by the version that it had then.
   */
  ReleaseRecord switched(String application, ReleasedImage image, Change change) {
    Release before = deployed.map(Deployed::release).orElse(NOTHING);
    ReleasedImage known =
        deployedReleases().stream()
            .flatMap(release -> Optional.ofNullable(release.images().get(application)).stream())
            .filter(former -> former.image().equals(image.image()))
            .findFirst()
            .orElse(image);
    Release now = new Release(Map.of(application, known)).completedBy(before);
    if (now.equals(before)) {
      return with(change);
    }
    Deployed running = new Deployed(now, Optional.of(change.time()), Optional.of(change.actor()));
    return new ReleaseRecord(
        incoming, Optional.of(running), tested, tests, with(change, before, now));
  }

  /** The record after the tests passed for a release. */
  ReleaseRecord tested(Release release, Change change) {
    return new ReleaseRecord(
        incoming,
        deployed,
        Optional.of(release.id()),
        tests,
        with(change.between(tested, Optional.of(release.id())), NOTHING, NOTHING));
  }

  /** The record after a test; a failure takes back that its release had passed. */
  ReleaseRecord tested(TestOutcome outcome) {
    Optional<String> still =
        tested.filter(release -> outcome.passed() || !release.equals(outcome.release()));
    return new ReleaseRecord(incoming, deployed, still, tests.with(outcome), history);
  }

  /** The record after a change that left incoming, deployed and tested as they were. */
  ReleaseRecord with(Change change) {
    return new ReleaseRecord(incoming, deployed, tested, tests, with(change, NOTHING, NOTHING));
  }

  private List<HistoryEntry> with(Change change, Release before, Release after) {
    List<HistoryEntry> entries = new ArrayList<>(history);
    entries.add(new HistoryEntry(change, ImageChange.between(before, after)));
    return entries;
  }

  /** The record without its oldest entry. */
  ReleaseRecord forgetful() {
    return new ReleaseRecord(incoming, deployed, tested, tests, history.subList(1, history.size()));
  }
}
