package io.drover.engine.deploy.cluster.rollout;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides about one workload when it is ready, when waiting on is pointless, and when its time is
 * up. It is told how the workload stands, again and again, and remembers since when.
 */
final class Judge {
  /** How much longer than the timeout is waited for an API server that is away. */
  private static final Duration AWAY = Duration.ofSeconds(60);

  /** How long what no probe asks has to run to count as ready. */
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private static final Duration SETTLING_AFTER_CRASH = Duration.ofSeconds(30);

  private final Workload workload;
  private final Map<Cause, Duration> since = new EnumMap<>(Cause.class);
  private final Map<Cause, Integer> before = new EnumMap<>(Cause.class);
  private Optional<Trouble> last = Optional.empty();
  private Optional<String> inherited;
  private Optional<Duration> doneSince = Optional.empty();
  private boolean crashed;

  Judge(Workload workload) {
    this.workload = workload;
  }

  /**
   * What was decided.
   *
   * @param ready whether it runs
   * @param reason why it does not
   * @param log the container whose last lines tell more
   */
  record Decision(boolean ready, String reason, Optional<Trouble.LogSource> log) {
    static final Decision READY = new Decision(true, "", Optional.empty());
  }

  /**
   * Decides, or not yet.
   *
   * @param diagnosis how it stands
   * @param elapsed since the start of the roll-out
   * @param upToDate whether the API server answers, so that it stands like this now
   */
  Optional<Decision> decide(Diagnosis diagnosis, Duration elapsed, boolean upToDate) {
    Completion completion = diagnosis.completion();
    if (completion.done()) {
      return isSettled(diagnosis, elapsed) ? Optional.of(Decision.READY) : Optional.empty();
    }
    doneSince = Optional.empty();
    if (!diagnosis.found()) {
      return Optional.of(
          failed("%s is not in the cluster. Did somebody delete it?".formatted(workload)));
    }
    remember(diagnosis, elapsed);
    Optional<Trouble> hopeless =
        diagnosis.troubles().stream().filter(t -> isHopeless(t, elapsed)).findFirst();
    if (hopeless.isPresent()) {
      return hopeless.map(t -> new Decision(false, t.words(), t.log()));
    }
    Optional<String> gaveUp = gaveUp(diagnosis);
    if (gaveUp.isPresent()) {
      return Optional.of(because(gaveUp.get()));
    }
    Duration limit = upToDate ? workload.timeout() : workload.timeout().plus(AWAY);
    return elapsed.compareTo(limit) < 0
        ? Optional.empty()
        : Optional.of(late(completion, elapsed, upToDate));
  }

  private boolean isHopeless(Trouble trouble, Duration elapsed) {
    Cause cause = trouble.cause();
    int known = cause.isCounted() ? before.getOrDefault(cause, 0) : 0;
    return trouble.times() > known
        && cause.isHopeless(trouble.times(), elapsed.minus(since.get(cause)));
  }

  /**
   * Pods that failed often before this roll-out, which may have brought the Secret or the image
   * that they lacked, have to fail once more.
   */
  private void rememberBefore(Trouble trouble) {
    boolean often = trouble.cause().isHopeless(trouble.times(), Duration.ofDays(1));
    before.putIfAbsent(trouble.cause(), often ? trouble.times() : 0);
  }

  private boolean isSettled(Diagnosis diagnosis, Duration elapsed) {
    doneSince = doneSince.or(() -> Optional.of(elapsed));
    return !diagnosis.unasked()
        || elapsed.minus(doneSince.get()).compareTo(crashed ? SETTLING_AFTER_CRASH : SETTLING) >= 0;
  }

  /**
   * Why the controller gave up. What it said before this roll-out it takes back only when a pod
   * moves, so that does not count.
   */
  private Optional<String> gaveUp(Diagnosis diagnosis) {
    Completion completion = diagnosis.completion();
    if (inherited == null && diagnosis == Diagnosis.UNKNOWN) {
      return Optional.empty();
    }
    if (inherited == null) {
      inherited = "Job".equals(workload.kind()) ? Optional.empty() : completion.failed();
    }
    return completion.failed().filter(f -> !inherited.equals(Optional.of(f)));
  }

  private void remember(Diagnosis diagnosis, Duration elapsed) {
    since.keySet().removeIf(c -> diagnosis.troubles().stream().noneMatch(t -> t.cause() == c));
    diagnosis.troubles().forEach(t -> since.putIfAbsent(t.cause(), elapsed));
    diagnosis.troubles().forEach(this::rememberBefore);
    crashed = crashed || since.containsKey(Cause.CRASH);
    diagnosis.troubles().stream()
        .filter(t -> t.cause() != Cause.BUSY || last.isEmpty())
        .findFirst()
        .ifPresent(t -> last = Optional.of(t));
  }

  private Decision late(Completion completion, Duration elapsed, boolean upToDate) {
    String away =
        upToDate ? "" : "; the API server has not answered since, so this may be out of date";
    return because(
        "not ready within %d s (%s%s)"
            .formatted(
                upToDate ? workload.timeout().toSeconds() : elapsed.toSeconds(),
                completion.progress(),
                away));
  }

  private Decision because(String what) {
    String why = last.map(t -> ": " + t.words()).orElse("");
    return new Decision(false, what + why, last.flatMap(Trouble::log));
  }

  private static Decision failed(String reason) {
    return new Decision(false, reason, Optional.empty());
  }
}
