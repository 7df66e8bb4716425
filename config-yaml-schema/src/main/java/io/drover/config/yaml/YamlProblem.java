package io.drover.config.yaml;

import io.drover.config.tree.Place;

/** Why a file cannot be read as YAML at all; carries what a problem needs. */
final class YamlProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Place place;
  private final String code;
  private final String hint;

  YamlProblem(Place place, String code, String message, String hint) {
    super(message, null, false, false);
    this.place = place;
    this.code = code;
    this.hint = hint;
  }

  Place place() {
    return place;
  }

  String code() {
    return code;
  }

  String hint() {
    return hint;
  }
}
