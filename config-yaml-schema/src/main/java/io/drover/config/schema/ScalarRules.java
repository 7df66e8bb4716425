package io.drover.config.schema;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a schema says of a scalar.
 *
 * @param types which JSON types it may have
 * @param values the only texts it may have; empty: any
 * @param pattern what its text must match, whatever its type
 * @param minimum least number
 * @param maximum greatest number
 * @param minLength least length of the text, in code points
 * @param maxLength greatest length of the text, in code points
 */
public record ScalarRules(
    Set<ScalarType> types,
    List<String> values,
    Optional<TextForm> pattern,
    Optional<BigDecimal> minimum,
    Optional<BigDecimal> maximum,
    int minLength,
    int maxLength) {

  public ScalarRules {
    types = Set.copyOf(types);
    values = List.copyOf(values);
  }

  /** Whether only numbers fit, so that the type itself has to be checked. */
  public boolean onlyNumbers() {
    return !types.contains(ScalarType.STRING) && !types.contains(ScalarType.BOOLEAN);
  }

  /** JSON's scalar types; a number is an integer or has a fraction. */
  public enum ScalarType {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN
  }
}
