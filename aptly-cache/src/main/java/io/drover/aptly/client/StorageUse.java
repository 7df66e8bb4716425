package io.drover.aptly.client;

/**
 * How full a disk is.
 *
 * @param total size in MiB
 * @param free what is left of it in MiB
 * @param percentFull 0 to 100
 */
public record StorageUse(long total, long free, double percentFull) {}
