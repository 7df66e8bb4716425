package io.drover.aptly;

/**
 * What a clean-up deleted.
 *
 * @param versions how many versions of components
 * @param packages how many packages
 * @param bytes size of their files
 */
public record Cleaned(int versions, int packages, long bytes) {}
