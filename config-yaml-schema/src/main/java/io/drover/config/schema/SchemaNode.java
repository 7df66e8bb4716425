package io.drover.config.schema;

import java.util.List;
import java.util.Optional;

/**
 * One place in the schema of a file, references resolved. A node may take more than one form: a
 * scalar beside an object, for example; which one is meant is always clear from the YAML node.
 *
 * @param description what the field is for; empty only where the parent says it
 * @param defaultValue the default as text; empty when there is none
 * @param scalar rules when it is given as a scalar; empty when it may not be one
 * @param object rules when it is given as an object
 * @param list schema of the elements when it is given as a list
 * @param shortField field of the object that a scalar stands for
 * @param words how its problems are worded
 * @param aliasOf the new spelling, when this is a deprecated one
 * @param emptyAllowed whether nothing at all means the empty text
 * @param secret whether its value must never be shown
 * @param obsolete what to do about it, when this is a field of old files that says nothing
 * @param examples values it may have, made of texts, lists and maps as the schema has them
 */
public record SchemaNode(
    String description,
    Optional<String> defaultValue,
    Optional<ScalarRules> scalar,
    Optional<ObjectRules> object,
    Optional<SchemaNode> list,
    Optional<String> shortField,
    Words words,
    Optional<String> aliasOf,
    boolean emptyAllowed,
    boolean secret,
    Optional<String> obsolete,
    List<Object> examples) {

  public SchemaNode {
    examples = List.copyOf(examples);
  }

  /**
   * How problems of a value are worded.
   *
   * @param code code of a value that breaks a rule; empty for the general one
   * @param message what is wrong with a text that does not match, for example {@code is not a port}
   * @param hint what to do about it
   */
  public record Words(Optional<String> code, Optional<String> message, Optional<String> hint) {}
}
