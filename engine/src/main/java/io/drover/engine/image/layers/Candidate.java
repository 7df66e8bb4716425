package io.drover.engine.image.layers;

/**
 * A package that apt would install.
 *
 * @param sha256 of its file, 64 hex digits, from the signed index
 */
record Candidate(String name, String version, String architecture, String sha256) {
  /** As apt's command line names exactly this one. */
  String argument() {
    return "%s:%s=%s".formatted(name, architecture, version);
  }

  @Override
  public String toString() {
    return name + " " + version;
  }
}
