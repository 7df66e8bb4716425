package io.jenkins.plugins.drover.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.release.Action;
import io.drover.engine.release.Change;
import io.drover.engine.release.ReleaseJson;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Who asked this controller to change what runs, and what came of it: lines of JSON in a log of
 * their own, in the form that {@code drover --audit} prints.
 */
final class Audit {
  private static final Logger LOG = Logger.getLogger("io.jenkins.plugins.drover.audit");

  private Audit() {}

  /** How far an order got. */
  enum Result {
    /** Jenkins has taken it. */
    ORDERED,
    /** Nothing was done. */
    REFUSED,
    SUCCEEDED,
    FAILED,
    /** Somebody ended it. */
    ABORTED
  }

  /**
   * Writes a line.
   *
   * @param job full name of the job, and of its build if there is one
   * @param reason why it was not done; empty when there is none
   */
  static void log(DeployOrder order, Result result, String job, String reason) {
    Change plain =
        Change.now(order.actor(), Action.DEPLOY, order.environment())
            .ofService(order.service())
            .between(Optional.ofNullable(order.from()), Optional.of(order.version()));
    ObjectNode line = ReleaseJson.change(reason.isEmpty() ? plain : plain.because(reason));
    line.put("application", order.application());
    line.put("job", job);
    line.put("result", result.name().toLowerCase(Locale.ROOT));
    LOG.log(Level.INFO, "{0}", line);
  }
}
