package io.drover.engine.release;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One change of an environment, as auditors want to see it.
 *
 * @param time when it ended, ISO 8601 in UTC
 * @param actor who did it
 * @param action what was done
 * @param environment the environment's name
 * @param service the service that it was about; empty: all of them
 * @param from release id, or colour for a switch, before; empty: none
 * @param to release id, colour, or for a promotion the environment that the release went to
 * @param succeeded whether it was done
 * @param reason why it failed, or why it was done although something spoke against it; one line
 *     without secrets
 */
public record Change(
    String time,
    String actor,
    Action action,
    String environment,
    Optional<String> service,
    Optional<String> from,
    Optional<String> to,
    boolean succeeded,
    Optional<String> reason) {
  private static final AtomicReference<Instant> LAST = new AtomicReference<>(Instant.MIN);

  public Change {
    reason = reason.map(SafeLine::of);
  }

  /** A change that was made now, of all services, from nothing to nothing yet. */
  public static Change now(String actor, Action action, String environment) {
    return new Change(
        nextInstant().toString(),
        actor,
        action,
        environment,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.empty());
  }

  /** No two changes of a process have the same time: it tells them apart. */
  private static Instant nextInstant() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return LAST.updateAndGet(last -> now.isAfter(last) ? now : last.plusMillis(1));
  }

  /** This change with what was there before and after. */
  public Change between(Optional<String> before, Optional<String> after) {
    return new Change(time, actor, action, environment, service, before, after, succeeded, reason);
  }

  /** This change of one service alone. */
  public Change ofService(String name) {
    return new Change(
        time, actor, action, environment, Optional.of(name), from, to, succeeded, reason);
  }

  /** This change as one that failed. */
  public Change failed(String why) {
    return new Change(time, actor, action, environment, service, from, to, false, Optional.of(why));
  }

  /** This change with words on why it was made. */
  public Change because(String why) {
    return new Change(
        time, actor, action, environment, service, from, to, succeeded, Optional.of(why));
  }

  /** Whether an environment runs another release, or other manifests, since. */
  boolean succeededToDeploy() {
    return succeeded && (action.deploys() || action == Action.SWITCH);
  }

  /** Whether both are one change, before and after it was written. */
  boolean isSame(Change other) {
    return time.equals(other.time)
        && actor.equals(other.actor)
        && action == other.action
        && service.equals(other.service);
  }
}
