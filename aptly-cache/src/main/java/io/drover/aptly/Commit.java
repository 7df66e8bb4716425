package io.drover.aptly;

import io.drover.aptly.client.AptlyException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings packages that aptly has into the repository and publishes it, until all of them are seen
 * in the published repository. To be done by one thread at a time for each server.
 */
final class Commit {

  private static final int ATTEMPTS = 5;
  private static final long PAUSE_MILLIS = 100;

  private final AptlyClient client;
  private final String repository;
  private final PublishedRoot root;
  private final Signing signing;
  private final PublishedIndex index;

  Commit(
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

  /**
   * Publishes the packages. Repeats when another process's write, at the same time, took them away
   * again or made aptly stumble.
   *
   * @throws AptlyException when they do not appear, or other content is recorded for one of them
   */
  void apply(List<AptlyPackage> packages) {
    for (int attempt = 1; ; attempt++) {
      Optional<AptlyException> failure = attempt(packages);
      if (failure.isEmpty()) {
        return;
      }
      if (attempt == ATTEMPTS) {
        throw failure.get();
      }
      Pauses.sleep(PAUSE_MILLIS * attempt);
    }
  }

  /** A failure that may pass; throws one that will not. */
  private Optional<AptlyException> attempt(List<AptlyPackage> packages) {
    try {
      add(packages);
    } catch (AptlyException e) {
      // two publications at the same time rename each other's files away: HTTP 500
      if (e.status() < 500) {
        throw e;
      }
      return Optional.of(e);
    }
    List<String> problems = index.problems(packages);
    if (problems.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new AptlyException(
            "%s published %s, but at %s %s. Check that this is where its files are served."
                .formatted(client.server(), repository, index.uri(), String.join("; ", problems))));
  }

  private void add(List<AptlyPackage> packages) {
    Set<String> wanted = packages.stream().map(AptlyPackage::key).collect(Collectors.toSet());
    Set<String> identities =
        packages.stream().map(AptlyPackage::identity).collect(Collectors.toSet());
    Set<String> present = new HashSet<>(client.packageKeys(repository));
    List<String> replaced =
        present.stream()
            .filter(key -> !wanted.contains(key) && identities.contains(AptlyPackage.identity(key)))
            .toList();
    List<String> added = wanted.stream().filter(key -> !present.contains(key)).toList();
    if (!replaced.isEmpty()) {
      requireUnrecorded(replaced, packages);
    }
    try {
      if (!replaced.isEmpty()) {
        client.removePackages(repository, replaced);
      }
      if (!added.isEmpty()) {
        client.addPackages(repository, added);
      }
      client.updatePublished(root, signing);
    } catch (AptlyException e) {
      undo(added, replaced, e);
      throw e;
    }
  }

  /** What was added and not published must not come along with somebody else's packages. */
  private void undo(List<String> added, List<String> replaced, AptlyException cause) {
    try {
      if (!added.isEmpty()) {
        client.removePackages(repository, added);
      }
      if (!replaced.isEmpty()) {
        client.addPackages(repository, replaced);
      }
    } catch (AptlyException e) {
      cause.addSuppressed(e);
    }
  }

  private void requireUnrecorded(List<String> replaced, List<AptlyPackage> packages) {
    for (List<Records.One> records : Records.of(client, repository).values()) {
      for (Records.One record : records) {
        for (AptlyPackage before : client.snapshotPackages(record.name()).orElse(List.of())) {
          if (replaced.contains(before.key())) {
            throw refusal(record, before.published(), packages);
          }
        }
      }
    }
  }

  private AptlyException refusal(
      Records.One record, PublishedPackage before, List<AptlyPackage> packages) {
    PublishedPackage now =
        packages.stream()
            .map(AptlyPackage::published)
            .filter(p -> p.name().equals(before.name()))
            .filter(p -> p.architecture().equals(before.architecture()))
            .findFirst()
            .orElseThrow();
    return new AptlyException(
        ("package %s %s (%s) has other content than the one that component %s published at"
                + " version %s: then SHA-256 %s; now %s. A published package does not change: give"
                + " it a new version; $DROVER_VERSION changes with every commit.")
            .formatted(
                now.name(),
                now.version(),
                now.architecture(),
                record.component(),
                record.version(),
                before.sha256(),
                now.sha256()));
  }
}
