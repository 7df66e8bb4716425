package io.drover.engine.release;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An entry of an environment's history.
 *
 * @param change what was done
 * @param images how the images of applications changed, by application; only what changed
 */
public record HistoryEntry(Change change, SortedMap<String, ImageChange> images) {

  public HistoryEntry {
    images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
  }

  /** An entry for a change that left all images as they were. */
  static HistoryEntry of(Change change) {
    return new HistoryEntry(change, new TreeMap<>(Map.of()));
  }
}
