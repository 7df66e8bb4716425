package io.drover.engine.image.sbom;

import java.util.Optional;

/**
 * A package that an image has installed.
 *
 * @param kind whose package it is
 * @param name as its package manager writes it
 * @param version likewise
 * @param architecture likewise; empty where there is none
 */
record FoundPackage(Kind kind, String name, String version, Optional<String> architecture) {
  static FoundPackage of(Kind kind, String name, String version) {
    return new FoundPackage(kind, name, version, Optional.empty());
  }

  /** Package managers. */
  enum Kind {
    DEB,
    APK,
    PYPI,
    NPM,
    GEM
  }
}
