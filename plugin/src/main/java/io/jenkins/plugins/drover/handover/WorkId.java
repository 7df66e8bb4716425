package io.jenkins.plugins.drover.handover;

import hudson.model.InvisibleAction;
import java.util.UUID;

/** What a build is known by to the Jenkins that comes after this one; it stays with the build. */
final class WorkId extends InvisibleAction {
  private final String id;

  WorkId(String id) {
    this.id = id;
  }

  static WorkId unique() {
    return new WorkId(UUID.randomUUID().toString());
  }

  String id() {
    return id;
  }
}
