package io.jenkins.plugins.drover.handover;

import hudson.model.Cause;

/** The Jenkins before this one had it under way. */
final class TakenUp extends Cause {
  private final String why;

  /**
   * A build that is begun again.
   *
   * @param why why it was begun the first time
   */
  TakenUp(String why) {
    this.why = why;
  }

  String why() {
    return why;
  }

  @Override
  public String getShortDescription() {
    return "Taken up from the Jenkins before this one: " + why;
  }
}
