package io.drover.aptly;

/**
 * A package in the published repository.
 *
 * @param name Debian package name
 * @param version Debian version, as in the package's control file
 * @param architecture Debian architecture, or {@code all}
 * @param sha256 of the .deb file, hexadecimal, lower case
 * @param size of the .deb file in bytes
 */
public record PublishedPackage(
    String name, String version, String architecture, String sha256, long size) {}
