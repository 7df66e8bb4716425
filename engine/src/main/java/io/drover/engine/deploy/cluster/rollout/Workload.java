package io.drover.engine.deploy.cluster.rollout;

import java.time.Duration;
import java.util.Locale;

/**
 * What runs a service's pods, and how long it may take until they are ready.
 *
 * @param service the service's name, which is what verdicts and progress lines are named after;
 *     unique within one roll-out
 * @param kind {@code Deployment}, {@code StatefulSet} or {@code Job}
 * @param name the object's name, which for a colour differs from the service's
 * @param timeout counted from the start of the roll-out, however much progress there is
 */
public record Workload(String service, String kind, String name, Duration timeout) {

  /** As people and kubectl write it, for example {@code deployment/catalog}. */
  @Override
  public String toString() {
    return kind.toLowerCase(Locale.ROOT) + "/" + name;
  }
}
