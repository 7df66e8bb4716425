package io.drover.aptly.client;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Options of a call, under aptly's own names. They do not change: each method gives new ones. What
 * is not set is left to aptly.
 *
 * @param <S> the kind of options
 */
public abstract class Options<S extends Options<S>> {

  /** What is set, and what the server must be able to do for it. */
  record Fields(Map<String, Object> values, Set<Feature> needed) {

    static final Fields NONE = new Fields(Map.of(), Set.of());

    Fields with(String name, Object value) {
      Map<String, Object> more = new LinkedHashMap<>(values);
      more.put(name, value);
      return new Fields(Collections.unmodifiableMap(more), needed);
    }

    Fields needing(Collection<Feature> features) {
      Set<Feature> more = new LinkedHashSet<>(needed);
      more.addAll(features);
      return new Fields(values, Collections.unmodifiableSet(more));
    }

    Fields and(Fields others) {
      Map<String, Object> more = new LinkedHashMap<>(values);
      more.putAll(others.values);
      return new Fields(Collections.unmodifiableMap(more), needed).needing(others.needed);
    }
  }

  private final Fields fields;

  Options(Fields fields) {
    this.fields = fields;
  }

  Fields fields() {
    return fields;
  }

  S with(String name, Object value) {
    return copy(fields.with(name, value));
  }

  S with(Feature needed, String name, Object value) {
    return copy(fields.with(name, value).needing(List.of(needed)));
  }

  abstract S copy(Fields changed);
}
