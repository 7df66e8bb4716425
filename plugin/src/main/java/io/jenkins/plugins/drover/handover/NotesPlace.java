package io.jenkins.plugins.drover.handover;

import hudson.ExtensionPoint;
import io.drover.engine.deploy.cluster.SharedConfigMap;
import java.util.Optional;

/** Where notes outlive this Jenkins and its home. */
interface NotesPlace extends ExtensionPoint {
  /**
   * The place of a project's notes.
   *
   * @return empty if the settings name none
   * @throws io.drover.engine.WorkFailedException if there is no way to it now
   */
  Optional<SharedConfigMap> of(String project);
}
