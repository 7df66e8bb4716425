package io.drover.config.model;

/** The package manager that installs a {@link Dependency}. */
public enum DependencyType {
  DEBIAN_PACKAGE,
  PIP_PACKAGE,
  GEM_PACKAGE,
  NPM_PACKAGE,
  APK_PACKAGE
}
