package io.drover.aptly.client;

/**
 * Where the packages of a published component are from.
 *
 * @param component apt's component, for example {@code main}
 * @param name name of the repository or snapshot
 */
public record Source(String component, String name) {}
