package io.drover.config.model;

import java.util.Optional;

/**
 * A package that an agent or an image needs.
 *
 * @param name the package's name
 * @param type which package manager installs it
 * @param version wanted version; {@code 1.2} matches {@code 1.2*} for Debian packages
 * @param repository extra apt repository: {@code ppa:owner/name}, a {@code deb …} line or a URL
 * @param repositoryKey key id, URL or armored key that signs the extra repository
 * @param location URL of a package file to install
 * @param sha256 lower-case hex digest of the file at {@code location}
 * @param originBuild the component of this project that makes the package
 */
public record Dependency(
    String name,
    DependencyType type,
    Optional<String> version,
    Optional<String> repository,
    Optional<String> repositoryKey,
    Optional<String> location,
    Optional<String> sha256,
    Optional<String> originBuild) {}
