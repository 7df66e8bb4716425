package io.jenkins.plugins.drover.api;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.InvisibleAction;

/**
 * What a program asked for; it goes with the build, so that its end can be told. No record: Jenkins
 * keeps it with the build, and what it writes builds with cannot read records back.
 */
public final class DeployOrder extends InvisibleAction {
  private final String environment;
  private final String service;
  private final String application;
  private final String from;
  private final String version;
  private final String actor;

  /**
   * An order.
   *
   * @param application what the service runs
   * @param from the version that ran when it was given; null where nobody knew
   * @param version the version that is to run
   * @param actor who gave it
   */
  DeployOrder(
      String environment,
      String service,
      String application,
      @CheckForNull String from,
      String version,
      String actor) {
    this.environment = environment;
    this.service = service;
    this.application = application;
    this.from = from;
    this.version = version;
    this.actor = actor;
  }

  String environment() {
    return environment;
  }

  String service() {
    return service;
  }

  String application() {
    return application;
  }

  @CheckForNull
  String from() {
    return from;
  }

  String version() {
    return version;
  }

  String actor() {
    return actor;
  }
}
