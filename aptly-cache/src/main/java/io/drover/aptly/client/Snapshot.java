package io.drover.aptly.client;

import java.time.Instant;
import java.util.List;

/**
 * A list of packages that does not change.
 *
 * @param name its name
 * @param description how it came about, or what was given
 * @param createdAt when
 * @param sourceKind {@code local}, {@code repo} for a mirror, or {@code snapshot}
 * @param snapshots those it was made of, where one snapshot is shown
 * @param remoteRepos mirrors it was made of, where one snapshot is shown
 * @param localRepos repositories it was made of, where one snapshot is shown
 * @param origin the mirror's {@code Origin:}; empty for none
 * @param notAutomatic the mirror's {@code NotAutomatic:}; empty for none
 * @param butAutomaticUpgrades the mirror's {@code ButAutomaticUpgrades:}; empty for none
 * @param numPackages how many packages are in it, where a list tells; only since 1.6.3, 0 before
 */
public record Snapshot(
    String name,
    String description,
    Instant createdAt,
    String sourceKind,
    List<Snapshot> snapshots,
    List<Mirror> remoteRepos,
    List<Repo> localRepos,
    String origin,
    String notAutomatic,
    String butAutomaticUpgrades,
    int numPackages) {

  public Snapshot {
    snapshots = Lists.copy(snapshots);
    remoteRepos = Lists.copy(remoteRepos);
    localRepos = Lists.copy(localRepos);
  }
}
