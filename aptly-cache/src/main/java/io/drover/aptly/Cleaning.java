package io.drover.aptly;

import io.drover.aptly.client.AptlyException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Deletes old versions from a repository. The order makes it repeatable: what has no record counts
 * as garbage, so the records go first and everything after follows from those that are left.
 */
final class Cleaning {

  private final AptlyClient client;
  private final String repository;
  private final PublishedRoot root;
  private final Signing signing;
  private final PublishedIndex index;

  Cleaning(
      AptlyClient client,
      String repository,
      PublishedRoot root,
      Signing signing,
      PublishedIndex index) {
    this.client = client;
    this.repository = repository;
    this.root = root;
    this.signing = signing;
    this.index = index;
  }

  Cleaned clean(int keep, Set<String> inUse, Consumer<String> log) {
    Map<String, AptlyPackage> kept = new HashMap<>();
    List<Records.One> old = new ArrayList<>();
    for (List<Records.One> newestFirst : Records.of(client, repository).values()) {
      for (int i = 0; i < newestFirst.size(); i++) {
        Records.One record = newestFirst.get(i);
        List<AptlyPackage> packages = client.snapshotPackages(record.name()).orElse(List.of());
        boolean used = packages.stream().anyMatch(p -> inUse.contains(p.published().sha256()));
        if (i < keep || used) {
          packages.forEach(p -> kept.put(p.key(), p));
        } else {
          old.add(record);
        }
      }
    }
    for (Records.One record : old) {
      client.deleteSnapshot(record.name());
      log.accept("deleted " + record.component() + " " + record.version());
    }
    List<AptlyPackage> garbage =
        client.packages(repository).stream().filter(p -> !kept.containsKey(p.key())).toList();
    if (!garbage.isEmpty()) {
      client.removePackages(repository, garbage.stream().map(AptlyPackage::key).toList());
    }
    // also when there is no garbage: a clean-up that was cut off may have come no further
    client.updateAndCleanPublished(root, signing);
    requireAll(kept);
    client.cleanDatabase();
    long bytes = garbage.stream().mapToLong(p -> p.published().size()).sum();
    return new Cleaned(old.size(), garbage.size(), bytes);
  }

  private void requireAll(Map<String, AptlyPackage> kept) {
    List<String> problems = index.problems(kept.values());
    if (!problems.isEmpty()) {
      throw new AptlyException(
          "%s cleaned up %s, but at %s %s. Run again; what is recorded is put back."
              .formatted(client.server(), repository, index.uri(), String.join("; ", problems)));
    }
  }
}
