package io.drover.config.model;

/** What a component's build makes. */
public enum ComponentType {
  DEBIAN_PACKAGE,
  APK_PACKAGE,
  FILES
}
