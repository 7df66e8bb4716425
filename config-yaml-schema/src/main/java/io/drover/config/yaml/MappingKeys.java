package io.drover.config.yaml;

import io.drover.config.problem.Problems;
import io.drover.config.problem.Wording;
import io.drover.config.tree.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The keys of a YAML mapping: none twice, and with those that {@code <<} merges in. */
final class MappingKeys {
  private final Problems problems;

  MappingKeys(Problems problems) {
    this.problems = problems;
  }

  /** Keys as written with their nodes, in file order; merged ones last. */
  Map<String, NodeTuple> of(MappingNode mapping) {
    Map<String, NodeTuple> keys = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node key = tuple.getKeyNode();
      if (!(key instanceof ScalarNode scalar)) {
        problems.error(
            Place.of(key.getStartMark()), "bad-key", "a key must be a text", "write `key: value`");
      } else if (!isMerge(scalar)) {
        NodeTuple first = keys.putIfAbsent(scalar.getValue(), tuple);
        if (first != null) {
          duplicate(scalar, first);
        }
      }
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode scalar && isMerge(scalar)) {
        merge(tuple.getValueNode(), keys);
      }
    }
    return keys;
  }

  private static boolean isMerge(ScalarNode key) {
    return key.getTag().equals(Tag.MERGE) && key.isPlain();
  }

  private void duplicate(ScalarNode key, NodeTuple first) {
    int line = first.getKeyNode().getStartMark().getLine() + 1;
    problems.error(
        Place.of(key.getStartMark()),
        "duplicate-key",
        Wording.quote(key.getValue()) + " stands here already, on line " + line,
        "keep one of the two");
  }

  private void merge(Node source, Map<String, NodeTuple> keys) {
    if (source instanceof MappingNode mapping) {
      of(mapping).forEach(keys::putIfAbsent);
    } else if (source instanceof SequenceNode sequence && onlyMappings(sequence.getValue())) {
      sequence.getValue().forEach(element -> merge(element, keys));
    } else {
      problems.error(
          Place.of(source.getStartMark()),
          "bad-merge",
          "only objects can be merged with `<<`",
          "write `<<: *name`, where `&name` is an object");
    }
  }

  private static boolean onlyMappings(List<Node> nodes) {
    return nodes.stream().allMatch(MappingNode.class::isInstance);
  }
}
