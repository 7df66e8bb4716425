package io.drover.config.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a schema says of an object.
 *
 * @param properties known keys, in the order of the schema; deprecated spellings among them
 * @param additional schema of the values of other keys; empty: other keys are unknown, unless open
 * @param open whether anything may stand in it
 * @param keyPattern what the other keys must match
 * @param required keys that must be there
 * @param anyOf sets of keys of which at least one must be there as a whole
 * @param oneOf sets of keys of which exactly one must be there as a whole
 */
public record ObjectRules(
    Map<String, SchemaNode> properties,
    Optional<SchemaNode> additional,
    boolean open,
    Optional<TextForm> keyPattern,
    List<String> required,
    List<Set<String>> anyOf,
    List<Set<String>> oneOf) {

  public ObjectRules {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    required = List.copyOf(required);
    anyOf = List.copyOf(anyOf);
    oneOf = List.copyOf(oneOf);
  }
}
