package io.drover.config.yaml;

import io.drover.config.problem.Problems;
import io.drover.config.problem.Secrets;
import io.drover.config.tree.Place;
import io.drover.config.tree.Value.Data;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads objects in which anything may stand. Even there no key stands twice and no credential goes
 * by unseen. There is no schema to say what a scalar is, so plain ones are what JSON would make of
 * them: {@code no} is a text, {@code true} and {@code 3} are not.
 */
final class FreeForm {
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?([eE][-+]?[0-9]{1,2})?");

  private final Problems problems;
  private final MappingKeys keys;

  FreeForm(Problems problems, MappingKeys keys) {
    this.problems = problems;
    this.keys = keys;
  }

  Data read(MappingNode mapping) {
    return new Data(map(mapping), Place.of(mapping.getStartMark()));
  }

  /** Looks through a value that nothing is made of. */
  void check(Node node, String name) {
    value(node, name);
  }

  private Map<String, Object> map(MappingNode mapping) {
    Map<String, Object> map = new LinkedHashMap<>();
    keys.of(mapping)
        .forEach(
            (key, tuple) ->
                value(tuple.getValueNode(), key).ifPresent(value -> map.put(key, value)));
    return Collections.unmodifiableMap(map);
  }

  /** The value of a node; empty for nothing, which no object of Kubernetes tells from absent. */
  private Optional<Object> value(Node node, String name) {
    if (node instanceof MappingNode mapping) {
      return Optional.of(map(mapping));
    }
    if (node instanceof SequenceNode sequence) {
      List<Object> list = new ArrayList<>();
      sequence.getValue().forEach(element -> value(element, name).ifPresent(list::add));
      return Optional.of(Collections.unmodifiableList(list));
    }
    ScalarNode scalar = (ScalarNode) node;
    String text = scalar.getValue();
    if (Secrets.looksSecret(name, text)) {
      ScalarCheck.credential(problems, Place.of(node.getStartMark()), name);
    }
    if (scalar.getTag().equals(Tag.NULL)) {
      return Optional.empty();
    }
    return Optional.of(scalar.getScalarStyle() == ScalarStyle.PLAIN ? typed(text) : text);
  }

  private static Object typed(String text) {
    return switch (text) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default ->
          INTEGER.matcher(text).matches()
              ? Long.valueOf(text)
              : DECIMAL.matcher(text).matches() ? new BigDecimal(text) : text;
    };
  }
}
