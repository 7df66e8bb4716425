package io.drover.aptly.client;

/**
 * A local repository.
 *
 * @param name its name
 * @param comment what somebody wrote about it
 * @param defaultDistribution distribution when it is published without one; empty for none
 * @param defaultComponent component when it is published without one; empty for none
 * @param numPackages how many packages are in it, where a list tells; only since 1.6.3, 0 before
 */
public record Repo(
    String name,
    String comment,
    String defaultDistribution,
    String defaultComponent,
    int numPackages) {}
