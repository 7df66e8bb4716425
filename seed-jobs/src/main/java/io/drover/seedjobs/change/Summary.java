package io.drover.seedjobs.change;

import io.drover.seedjobs.change.Change.Kind;
import java.util.Comparator;
import java.util.List;

/**
 * What was done, or would be, to all items.
 *
 * @param changes one for each item, sorted by its name
 * @param renames items that are gone and look like new ones
 */
public record Summary(List<Change> changes, List<Rename> renames) {

  public Summary {
    changes = changes.stream().sorted(Comparator.comparing(Change::item)).toList();
    renames = List.copyOf(renames);
  }

  /** How many items had this done to them. */
  public long count(Kind kind) {
    return changes.stream().filter(c -> c.kind() == kind).count();
  }

  /** Whether every item is as it is to be. */
  public boolean isComplete() {
    return count(Kind.REFUSED) == 0;
  }

  /** The summary in one line. */
  public String line() {
    return "%d created, %d changed, %d unchanged, %d deleted, %d refused"
        .formatted(
            count(Kind.CREATED),
            count(Kind.CHANGED),
            count(Kind.UNCHANGED),
            count(Kind.DELETED),
            count(Kind.REFUSED));
  }
}
