package io.drover.aptly.client;

import java.time.Instant;

/**
 * A list of packages that does not change.
 *
 * @param name its name
 * @param description how it came about, or what was given
 * @param createdAt when
 * @param sourceKind {@code local}, {@code repo} for a mirror, or {@code snapshot}
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
    String origin,
    String notAutomatic,
    String butAutomaticUpgrades,
    int numPackages) {}
