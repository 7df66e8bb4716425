package io.drover.aptly;

import io.drover.aptly.client.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The snapshots that say what was published: {@code <repository>_<component>_<version>}; none of
 * the three has an underscore.
 */
final class Records {

  /**
   * A record.
   *
   * @param name of the snapshot
   * @param created by the server's clock
   */
  record One(String name, String component, String version, Instant created) {}

  private Records() {}

  static String name(String repository, String component, String version) {
    return repository + "_" + component + "_" + version;
  }

  /** The records of a repository by component, newest first. */
  static Map<String, List<One>> of(AptlyClient client, String repository) {
    Map<String, List<One>> records = new TreeMap<>();
    for (Snapshot snapshot : client.snapshots()) {
      parse(snapshot, repository)
          .ifPresent(
              one -> records.computeIfAbsent(one.component(), c -> new ArrayList<>()).add(one));
    }
    Comparator<One> newestFirst =
        Comparator.comparing(One::created).thenComparing(One::version).reversed();
    records.values().forEach(all -> all.sort(newestFirst));
    return records;
  }

  private static Optional<One> parse(Snapshot snapshot, String repository) {
    String[] parts = snapshot.name().split("_", -1);
    return parts.length == 3 && parts[0].equals(repository)
        ? Optional.of(new One(snapshot.name(), parts[1], parts[2], snapshot.createdAt()))
        : Optional.empty();
  }
}
