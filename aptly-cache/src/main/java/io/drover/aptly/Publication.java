package io.drover.aptly;

import java.util.List;

/**
 * What a component published at one version.
 *
 * @param component the component's name
 * @param version the component's version
 * @param packages its packages by name; empty when the component makes none
 */
public record Publication(String component, String version, List<PublishedPackage> packages) {

  public Publication {
    packages = List.copyOf(packages);
  }
}
