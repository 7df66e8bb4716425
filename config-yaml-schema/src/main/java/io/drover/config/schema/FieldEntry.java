package io.drover.config.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A field of the three files, as people look it up.
 *
 * @param file the file it stands in
 * @param path its keys from the root, list elements left out, for example {@code environments},
 *     {@code services}, {@code hpa}; empty for the root
 * @param node what the schema says of it
 * @param required whether the object it stands in always has it
 * @param parent the object it stands in; empty for the root
 */
public record FieldEntry(
    FileKind file,
    List<String> path,
    SchemaNode node,
    boolean required,
    Optional<FieldEntry> parent) {

  public FieldEntry {
    path = List.copyOf(path);
  }

  static FieldEntry root(FileKind file) {
    return new FieldEntry(file, List.of(), Schemas.of(file), true, Optional.empty());
  }

  /** Its path with dots, for example {@code environments.services.hpa}. */
  public String dotted() {
    return path.isEmpty() ? file.preferredName() : String.join(".", path);
  }

  /** Its key. */
  public String name() {
    return path.isEmpty() ? file.preferredName() : path.get(path.size() - 1);
  }

  /** Its type in words, for example {@code text, or list of texts}. */
  public String type() {
    return TypeWords.of(node);
  }

  /** Whether it is a spelling or a field of old files. */
  public boolean isOld() {
    return node.aliasOf().isPresent() || node.obsolete().isPresent();
  }

  /** A piece of YAML with it, from the root of its file. */
  public String example() {
    return YamlText.of(Example.of(this));
  }

  /** What stands in it, or in each of its elements, in the order of the schema. */
  public List<FieldEntry> children() {
    List<FieldEntry> children = new ArrayList<>();
    ObjectRules rules = rules().orElse(null);
    if (rules != null) {
      rules
          .properties()
          .forEach(
              (name, child) -> {
                List<String> childPath = new ArrayList<>(path);
                childPath.add(name);
                boolean needed = rules.required().contains(name);
                children.add(new FieldEntry(file, childPath, child, needed, Optional.of(this)));
              });
    }
    return children;
  }

  /** The rules of the object that it is, or that its elements are. */
  Optional<ObjectRules> rules() {
    return node.object().or(() -> node.list().flatMap(SchemaNode::object));
  }
}
