package io.drover.config.yaml;

import io.drover.config.problem.Problems;
import io.drover.config.problem.Wording;
import io.drover.config.schema.ObjectRules;
import io.drover.config.schema.SchemaNode;
import io.drover.config.tree.Place;
import io.drover.config.tree.Value;
import io.drover.config.tree.Value.Field;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Items;
import io.drover.config.tree.Value.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Walks YAML nodes along a schema, once: checks them, writes short forms out and keeps a scalar's
 * text as written. Not a general JSON Schema validator, because that one sees values in place of
 * text, has no places, and reports every branch of an {@code anyOf}.
 */
public final class SchemaWalker {
  private final Problems problems;
  private final ScalarCheck scalars;
  private final MappingKeys keys;
  private final FreeForm freeForm;

  private SchemaWalker(Problems problems) {
    this.problems = problems;
    this.scalars = new ScalarCheck(problems);
    this.keys = new MappingKeys(problems);
    this.freeForm = new FreeForm(problems, keys);
  }

  /**
   * Checks the root of a file.
   *
   * @return what is usable of it; empty if the root is no object
   */
  public static Optional<Fields> walk(Node root, SchemaNode schema, Problems problems) {
    if (root instanceof MappingNode mapping && schema.object().isPresent()) {
      SchemaWalker walker = new SchemaWalker(problems);
      return Optional.of(walker.object(mapping, schema.object().get()));
    }
    problems.error(
        place(root), "wrong-type", "the file must hold an object", "begin with `project: <name>`");
    return Optional.empty();
  }

  private Optional<Value> value(Node node, SchemaNode schema, String name) {
    if (node instanceof MappingNode mapping && schema.object().isPresent()) {
      return schema.object().get().open()
          ? Optional.of(freeForm.read(mapping))
          : object(mapping, schema);
    }
    if (node instanceof SequenceNode sequence && schema.list().isPresent()) {
      return Optional.of(list(sequence, schema.list().get(), name));
    }
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar, schema, name);
    }
    wrongType(node, schema, name);
    return Optional.empty();
  }

  private Optional<Value> scalar(ScalarNode node, SchemaNode schema, String name) {
    Place place = place(node);
    if (schema.shortField().isPresent() && schema.object().isPresent()) {
      String field = schema.shortField().get();
      SchemaNode inner = schema.object().get().properties().get(field);
      return scalars
          .check(node.getValue(), place, field, inner)
          .map(text -> shortForm(field, text, place));
    }
    if (schema.scalar().isEmpty()) {
      wrongType(node, schema, name);
      return Optional.empty();
    }
    return scalars.check(node.getValue(), place, name, schema).map(text -> new Text(text, place));
  }

  private static Fields shortForm(String field, String text, Place place) {
    return new Fields(Map.of(field, new Field(place, new Text(text, place))), Map.of(), place);
  }

  private Items list(SequenceNode sequence, SchemaNode elements, String name) {
    List<Value> values = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      if (isNothing(element) && !elements.emptyAllowed()) {
        problems.error(
            place(element), "empty-value", "an element of `" + name + "` is empty", "remove it");
      } else {
        value(element, elements, name).ifPresent(values::add);
      }
    }
    return new Items(values, values.size() == sequence.getValue().size(), place(sequence));
  }

  private Optional<Value> object(MappingNode mapping, SchemaNode schema) {
    ObjectRules rules = schema.object().orElseThrow();
    if (schema.shortField().isPresent() && mapping.getValue().size() == 1) {
      Node key = mapping.getValue().get(0).getKeyNode();
      if (key instanceof ScalarNode text
          && text.getValue().contains(" ")
          && !rules.properties().containsKey(text.getValue())) {
        problems.error(
            place(key),
            "quotes-missing",
            "this text is taken apart at its `: `",
            "put the whole text in quotes");
        return Optional.empty();
      }
    }
    return Optional.of(object(mapping, rules));
  }

  private Fields object(MappingNode mapping, ObjectRules rules) {
    Draft draft = new Draft(rules, new LinkedHashMap<>(), new HashMap<>(0));
    keys.of(mapping)
        .forEach(
            (written, tuple) -> {
              SchemaNode schema = rules.properties().get(written);
              if (schema != null) {
                property(written, tuple, schema, draft);
              } else {
                other(written, tuple, draft);
              }
            });
    Fields fields = new Fields(draft.fields(), draft.broken(), place(mapping));
    new RequiredKeys(problems, rules).check(fields);
    return fields;
  }

  private void property(String written, NodeTuple tuple, SchemaNode schema, Draft draft) {
    Place place = place(tuple.getKeyNode());
    String name = schema.aliasOf().orElse(written);
    if (schema.aliasOf().isPresent()) {
      problems.warning(
          place, "deprecated-key", "`" + written + "` is an old spelling", "write `" + name + "`");
    }
    if (schema.obsolete().isPresent()) {
      problems.warning(
          place,
          "deprecated-key",
          "`" + written + "` of old files says nothing here",
          schema.obsolete().get());
      freeForm.check(tuple.getValueNode(), written);
      return;
    }
    SchemaNode actual = draft.rules().properties().get(name);
    if (isNothing(tuple.getValueNode()) && !actual.emptyAllowed()) {
      problems.warning(
          place,
          "empty-value",
          Wording.quote(written) + " has no value",
          "give it one, or remove it");
      return;
    }
    if (draft.fields().containsKey(name)) {
      problems.error(
          place, "conflicting-keys", "`" + name + "` stands here twice, in two spellings", "");
      return;
    }
    value(tuple.getValueNode(), actual, written)
        .ifPresentOrElse(
            value -> draft.fields().put(name, new Field(place, value)),
            () -> draft.broken().put(name, new Field(place, raw(tuple.getValueNode()))));
  }

  private static Text raw(Node node) {
    return new Text(node instanceof ScalarNode scalar ? scalar.getValue() : "", place(node));
  }

  private void other(String written, NodeTuple tuple, Draft draft) {
    ObjectRules rules = draft.rules();
    Place place = place(tuple.getKeyNode());
    if (rules.additional().isPresent()) {
      if (rules.keyPattern().isPresent() && !matches(rules, written)) {
        problems.error(
            place,
            "bad-name",
            Wording.quote(written) + " is not a name that Kubernetes takes here",
            "use letters, digits, `-`, `_` and `.`, after an optional `domain/`");
        return;
      }
      value(tuple.getValueNode(), rules.additional().get(), written)
          .ifPresent(value -> draft.fields().put(written, new Field(place, value)));
    } else {
      unknown(written, tuple, draft);
    }
  }

  /** What is only misspelt is not missing too. */
  private void unknown(String written, NodeTuple tuple, Draft draft) {
    Place place = place(tuple.getKeyNode());
    List<String> known = RequiredKeys.current(draft.rules());
    if (written.indexOf(':') > 0 && isNothing(tuple.getValueNode())) {
      blankMissing(written, tuple, draft);
      return;
    }
    problems.error(
        place,
        "unknown-key",
        "unknown key " + Wording.quote(written),
        Wording.suggestion(written, known));
    Wording.nearest(written, known)
        .filter(meant -> !draft.fields().containsKey(meant))
        .ifPresent(
            meant ->
                draft.broken().putIfAbsent(meant, new Field(place, raw(tuple.getValueNode()))));
  }

  /** What stands behind the colon was meant to be the value, which may be a secret. */
  private void blankMissing(String written, NodeTuple tuple, Draft draft) {
    Place place = place(tuple.getKeyNode());
    String key = written.substring(0, written.indexOf(':'));
    problems.error(
        place,
        "unknown-key",
        "unknown key " + Wording.quote(key + ":…"),
        "write a blank after the `:`");
    draft.broken().putIfAbsent(key, new Field(place, new Text("", place)));
  }

  private static boolean matches(ObjectRules rules, String key) {
    return key.length() <= 317 && rules.keyPattern().get().fits(key);
  }

  private void wrongType(Node node, SchemaNode schema, String name) {
    List<String> wanted = new ArrayList<>();
    schema.scalar().ifPresent(rules -> wanted.add(rules.onlyNumbers() ? "a number" : "a text"));
    schema.list().ifPresent(items -> wanted.add("a list"));
    schema.object().ifPresent(rules -> wanted.add("an object"));
    String found =
        node instanceof MappingNode
            ? "an object"
            : node instanceof SequenceNode ? "a list" : "a text";
    String hint =
        schema.list().isPresent()
            ? "write each element on a line of its own, after `- `"
            : schema.object().isPresent() ? "write it as `key: value`" : "";
    problems.error(
        place(node),
        "wrong-type",
        Wording.quote(name) + " must be " + String.join(" or ", wanted) + ", not " + found,
        hint);
  }

  /** Whether nothing is written, or YAML's word for nothing. */
  private static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  private static Place place(Node node) {
    return Place.of(node.getStartMark());
  }

  /**
   * An object that is being read.
   *
   * @param rules what may stand in it
   * @param fields usable values so far
   * @param broken values that break a rule so far
   */
  private record Draft(ObjectRules rules, Map<String, Field> fields, Map<String, Field> broken) {}
}
