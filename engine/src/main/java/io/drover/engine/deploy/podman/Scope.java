package io.drover.engine.deploy.podman;

import java.util.ArrayList;
import java.util.List;

/**
 * Whose containers these are: one environment of one project as seen from one state folder. Names
 * and labels keep them apart from all others on the machine.
 *
 * @param project the project's name
 * @param environment the environment's name
 * @param instance which of several checkouts; letters and digits
 */
record Scope(String project, String environment, String instance) {
  static final String PREFIX = "io.drover.";

  String network() {
    return "drover-%s-%s-%s".formatted(project, environment, instance);
  }

  /** The podman name of a container. */
  String container(String pod) {
    return network() + "-" + pod;
  }

  /** The podman name of a volume. */
  String volume(String claim) {
    return network() + "-" + claim;
  }

  /** Labels as options of a podman command that creates something. */
  List<String> labels() {
    return options("--label=");
  }

  /** Labels as options of a podman command that lists things. */
  List<String> filters() {
    return options("--filter=label=");
  }

  private List<String> options(String option) {
    List<String> options = new ArrayList<>();
    options.add(option + PREFIX + "project=" + project);
    options.add(option + PREFIX + "environment=" + environment);
    options.add(option + PREFIX + "instance=" + instance);
    return options;
  }
}
