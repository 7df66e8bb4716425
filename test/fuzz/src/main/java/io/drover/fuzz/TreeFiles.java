package io.drover.fuzz;

import io.drover.config.schema.FileKind;
import io.drover.config.schema.ObjectRules;
import io.drover.config.schema.ScalarRules;
import io.drover.config.schema.ScalarRules.ScalarType;
import io.drover.config.schema.SchemaNode;
import io.drover.config.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Files written along the schemas: most keys and values are right, and some are not. */
final class TreeFiles {
  private static final int MOST_VALUES = 120;
  private static final int MOST_DEPTH = 12;

  /** Few names, so that the files refer to each other. */
  private static final List<String> NAMES =
      List.of("shop", "catalog", "pricing", "dev", "prd", "Docs Site", "data", "http", "80");

  private final Choices choices;
  private final StringBuilder out = new StringBuilder();
  private int values;
  private int anchors;

  private TreeFiles(Choices choices) {
    this.choices = choices;
  }

  static Map<FileKind, byte[]> from(byte[] input) {
    Choices choices = new Choices(input);
    Map<FileKind, byte[]> files = new EnumMap<>(FileKind.class);
    for (FileKind kind : FileKind.OF_PROJECT) {
      TreeFiles tree = new TreeFiles(choices);
      tree.value(Schemas.of(kind), 0, false);
      files.put(kind, tree.out.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }

  /** Writes what stands after a key or a dash; a block begins with a new line. */
  private void value(SchemaNode node, int depth, boolean flow) {
    values++;
    if (anchors > 0 && choices.rarely(64)) {
      out.append("*a").append(choices.below(anchors));
      return;
    }
    // a secret is not referred to: elsewhere nobody could know that it is one
    if (!node.secret() && choices.rarely(64)) {
      out.append("&a").append(anchors++).append(' ');
    }
    boolean inFlow = flow || (depth > 0 && choices.rarely(4));
    boolean wrongForm = choices.rarely(48);
    boolean full = values > MOST_VALUES || depth > MOST_DEPTH;
    if (node.object().isPresent() && !full && !wrongForm && prefers(node.scalar())) {
      object(node.object().get(), depth, inFlow);
    } else if (node.list().isPresent() && !full && !wrongForm && prefers(node.scalar())) {
      list(node.list().get(), depth, inFlow);
    } else if (wrongForm && !full) {
      list(node, depth, inFlow);
    } else {
      scalar(node);
    }
  }

  private boolean prefers(Optional<ScalarRules> other) {
    return other.isEmpty() || choices.below(3) > 0;
  }

  private void object(ObjectRules rules, int depth, boolean flow) {
    Set<String> keys = new LinkedHashSet<>(rules.required());
    List<String> known = List.copyOf(rules.properties().keySet());
    int more = choices.below(6);
    for (int i = 0; i < more && !known.isEmpty(); i++) {
      keys.add(choices.of(known));
    }
    if (known.isEmpty() || choices.rarely(32)) {
      keys.add(choices.of(NAMES));
    }
    List<String> written = new ArrayList<>(keys);
    if (!written.isEmpty() && choices.rarely(64)) {
      written.add(written.get(0));
    }
    if (anchors > 0 && choices.rarely(32)) {
      written.add("<<");
    }
    out.append(flow || written.isEmpty() ? "{" : "");
    for (String key : written) {
      out.append(flow ? "" : "\n" + "  ".repeat(depth)).append(key).append(": ");
      child(rules, key)
          .ifPresentOrElse(
              child -> value(child, depth + 1, flow), () -> out.append(choices.of(NAMES)));
      out.append(flow ? ", " : "");
    }
    out.append(flow || written.isEmpty() ? "}" : "");
  }

  private static Optional<SchemaNode> child(ObjectRules rules, String key) {
    return Optional.ofNullable(rules.properties().get(key)).or(rules::additional);
  }

  private void list(SchemaNode element, int depth, boolean flow) {
    int size = choices.below(4);
    out.append(flow || size == 0 ? "[" : "");
    for (int i = 0; i < size; i++) {
      out.append(flow ? "" : "\n" + "  ".repeat(depth) + "- ");
      value(element, depth + 1, flow);
      out.append(flow ? ", " : "");
    }
    out.append(flow || size == 0 ? "]" : "");
  }

  private void scalar(SchemaNode node) {
    if (node.secret()) {
      out.append(choices.of(Planted.ALL));
    } else if (choices.rarely(24)) {
      out.append(choices.of(Traps.SCALARS));
    } else if (node.scalar().isPresent()) {
      out.append(scalar(node.scalar().get()));
    } else {
      out.append(choices.of(NAMES));
    }
  }

  private String scalar(ScalarRules rules) {
    if (!rules.values().isEmpty()) {
      return choices.of(rules.values());
    }
    if (rules.types().contains(ScalarType.BOOLEAN)) {
      return choices.of(List.of("true", "false"));
    }
    if (rules.onlyNumbers()) {
      return String.valueOf(choices.below(100));
    }
    return choices.of(NAMES);
  }
}
