package io.drover.seedjobs.rest;

import io.drover.engine.deploy.Parallel;
import io.drover.seedjobs.change.Change;
import io.drover.seedjobs.change.Change.Kind;
import io.drover.seedjobs.change.Rename;
import io.drover.seedjobs.change.Summary;
import io.drover.seedjobs.xml.Marker;
import io.drover.seedjobs.xml.Rendered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Brings the items of a project in a Jenkins up to date. One listing says what is to be done; each
 * item is then done by itself, so that it can be ended at any moment and run again.
 */
public final class Seeder {
  private final Jenkins jenkins;
  private final SeedOptions options;
  private final Progress progress;

  /** Creates a seeder. */
  public Seeder(Jenkins jenkins, SeedOptions options, Progress progress) {
    this.jenkins = jenkins;
    this.options = options;
    this.progress = progress;
  }

  /** Is told of each item; by several threads, one at a time. */
  public interface Progress {
    /**
     * An item is done.
     *
     * @param change what was done
     * @param done how many are done
     * @param total how many there are
     */
    void done(Change change, int done, int total);
  }

  /**
   * Makes the items what they are to be.
   *
   * @return what was done to each; in a dry run, what would be
   * @throws io.drover.engine.WorkFailedException if Jenkins cannot be reached or lets us do nothing
   */
  public Summary seed(Rendered.Project project) throws InterruptedException {
    ItemPath folder = ItemPath.folder(project.folder().name());
    Optional<Listing> there = jenkins.list(folder);
    if (there.isPresent() && !isOurs(there.get())) {
      return new Summary(List.of(foreign(folder, there.get())), List.of());
    }
    Steps steps = new Steps(jenkins, options, folder, project);
    List<Step> first = List.of(steps.folder(there));
    List<Step> rest = there.isPresent() ? steps.inFolder(there.get()) : steps.inNewFolder();
    Counter counter = new Counter(progress, first.size() + rest.size());
    List<Change> changes = new ArrayList<>(run(first, counter));
    if (changes.get(0).kind() == Kind.REFUSED && there.isEmpty()) {
      return new Summary(changes, List.of());
    }
    changes.addAll(run(rest, counter));
    return new Summary(confirmed(changes, folder, project), renames(there, project));
  }

  private boolean isOurs(Listing listing) {
    return listing.isFolder()
        && (options.adopt() || Marker.find(listing.description()).isPresent());
  }

  private static Change foreign(ItemPath folder, Listing listing) {
    return Change.refused(
        folder.words(),
        listing.isFolder()
            ? "a folder of this name is there and not Drover's; --adopt takes it over"
            : "something of this name is there and no folder (%s): rename it or the project"
                .formatted(listing.type()));
  }

  private List<Change> run(List<Step> steps, Counter counter) throws InterruptedException {
    return Parallel.map(
        options.atOnce(),
        steps,
        step -> {
          Change change = step.run(!options.dryRun());
          counter.count(change);
          return change;
        });
  }

  /** What Jenkins says that it has now: a proxy may have answered in its place. */
  private List<Change> confirmed(List<Change> changes, ItemPath folder, Rendered.Project project)
      throws InterruptedException {
    boolean written =
        changes.stream().anyMatch(c -> c.kind() == Kind.CREATED || c.kind() == Kind.CHANGED);
    if (options.dryRun() || !written) {
      return changes;
    }
    Optional<Listing> now = jenkins.list(folder);
    Map<String, String> found = new TreeMap<>();
    now.ifPresent(
        listing -> {
          listing.jobs().forEach((n, d) -> found.put(ItemPath.job(folder, n).words(), d));
          listing.views().forEach((n, d) -> found.put(ItemPath.view(folder, n).words(), d));
        });
    Map<String, Marker> wanted = new TreeMap<>();
    project.jobs().forEach(j -> wanted.put(ItemPath.job(folder, j.name()).words(), j.marker()));
    project.views().forEach(v -> wanted.put(ItemPath.view(folder, v.name()).words(), v.marker()));
    return changes.stream().map(c -> confirmed(c, wanted, found)).toList();
  }

  private static Change confirmed(
      Change change, Map<String, Marker> wanted, Map<String, String> found) {
    Marker marker = wanted.get(change.item());
    boolean unsure =
        marker != null && (change.kind() == Kind.CREATED || change.kind() == Kind.CHANGED);
    return unsure && !Marker.find(found.getOrDefault(change.item(), "")).equals(Optional.of(marker))
        ? Change.refused(
            change.item(),
            "Jenkins took it, and has something else now: is another one seeding the same project?")
        : change;
  }

  private static List<Rename> renames(Optional<Listing> there, Rendered.Project project) {
    Map<String, Marker> gone = new TreeMap<>();
    Map<String, Marker> fresh = new TreeMap<>();
    Map<String, String> before = there.map(Listing::jobs).orElse(Map.of());
    before.forEach((name, text) -> Marker.find(text).ifPresent(m -> gone.put(name, m)));
    project.jobs().forEach(j -> fresh.put(j.name(), j.marker()));
    gone.keySet().removeAll(fresh.keySet());
    fresh.keySet().removeAll(before.keySet());
    return Rename.among(gone, fresh);
  }

  /** Counts what is done. */
  private static final class Counter {
    private final Progress progress;
    private final int total;
    private int done;

    Counter(Progress progress, int total) {
      this.progress = progress;
      this.total = total;
    }

    synchronized void count(Change change) {
      done++;
      progress.done(change, done, total);
    }
  }
}
