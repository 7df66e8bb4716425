package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.api.model.Event;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Events about one object.
 *
 * @param events in any order
 */
record EventList(List<Event> events) {
  /** Those with one of the reasons. */
  EventList because(String... reasons) {
    Set<String> wanted = Set.of(reasons);
    return where(e -> wanted.contains(e.getReason()));
  }

  /** Those about a container, init container or not. */
  EventList about(String container) {
    return where(
        e -> {
          String path = e.getInvolvedObject().getFieldPath();
          return path != null && path.endsWith("{" + container + "}");
        });
  }

  /** Those whose message begins like this. */
  EventList saying(String beginning) {
    return where(e -> message(e).startsWith(beginning));
  }

  EventList where(Predicate<Event> test) {
    return new EventList(events.stream().filter(test).toList());
  }

  Optional<Event> newest() {
    return events.stream().max(Comparator.comparing(EventList::time));
  }

  /** How often it happened, repetitions counted. */
  int times() {
    return events.stream().mapToInt(EventList::times).sum();
  }

  private static int times(Event event) {
    if (event.getSeries() != null && event.getSeries().getCount() != null) {
      return event.getSeries().getCount();
    }
    return event.getCount() == null ? 1 : event.getCount();
  }

  /** When it happened last; empty when it does not say. */
  static String time(Event event) {
    if (event.getSeries() != null && event.getSeries().getLastObservedTime() != null) {
      return event.getSeries().getLastObservedTime().getTime();
    }
    if (event.getLastTimestamp() != null) {
      return event.getLastTimestamp();
    }
    return event.getEventTime() == null ? "" : event.getEventTime().getTime();
  }

  static String message(Event event) {
    return event.getMessage() == null ? "" : event.getMessage();
  }
}
