package io.drover.engine.kubernetes;

import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Service;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The labels that Kubernetes recommends, and those by which Drover finds what is its own.
 *
 * @param selecting those that never change, by which pods are found
 * @param all with name, version and owner
 */
record Labels(Map<String, String> selecting, Map<String, String> all) {
  private static final String NAME = "app.kubernetes.io/name";
  private static final int LONGEST_VALUE = 63;

  /** Those of a service, or of one colour of it. */
  static Labels of(
      Map<String, String> ownership,
      Service service,
      Optional<Colour> colour,
      Optional<String> version) {
    Map<String, String> selecting = new LinkedHashMap<>();
    selecting.put(Ownership.INSTANCE, service.name());
    selecting.put(Ownership.PART_OF, ownership.get(Ownership.PART_OF));
    colour.ifPresent(c -> selecting.put(Ownership.COLOUR, c.word()));
    Map<String, String> all = named(ownership, service.application(), service.name(), version);
    colour.ifPresent(c -> all.put(Ownership.COLOUR, c.word()));
    return new Labels(Collections.unmodifiableMap(selecting), Collections.unmodifiableMap(all));
  }

  /** Those of something that no pods are found by. */
  static Map<String, String> named(
      Map<String, String> ownership, String name, String instance, Optional<String> version) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(NAME, value(name));
    all.put(Ownership.INSTANCE, value(instance));
    all.put(Ownership.PART_OF, ownership.get(Ownership.PART_OF));
    version.ifPresent(v -> all.put(Ownership.VERSION, value(v)));
    ownership.forEach(all::putIfAbsent);
    return all;
  }

  /** Text as a label's value, which knows fewer characters than versions have. */
  static String value(String text) {
    String value = text.replaceAll("[^A-Za-z0-9._-]", "_");
    String cut = value.substring(0, Math.min(LONGEST_VALUE, value.length()));
    return cut.replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
  }
}
