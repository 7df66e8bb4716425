package io.drover.cli.init;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of projects that {@code drover init} knows. */
enum Template {
  JAVA_MAVEN("java-maven", "a Maven project"),
  NODE("node", "a Node.js project"),
  PYTHON("python", "a Python project"),
  GO("go", "a Go module"),
  STATIC("static", "static pages");

  private final String label;
  private final String description;

  Template(String label, String description) {
    this.label = label;
    this.description = description;
  }

  /** The name on the command line, also that of the folder with its resources. */
  String label() {
    return label;
  }

  /** What it is, with its article. */
  String description() {
    return description;
  }

  /** The template of a name on the command line. */
  static Optional<Template> of(String label) {
    return Arrays.stream(values()).filter(t -> t.label.equals(label)).findFirst();
  }

  /** All names, with commas. */
  static String labels() {
    return Arrays.stream(values()).map(Template::label).collect(Collectors.joining(", "));
  }
}
