package io.drover.config.schema;

import java.util.List;
import java.util.Map;

/** Writes texts, lists and objects as people write YAML. */
final class YamlText {
  private static final String NOT_FIRST = "-?:,[]{}#&*!|>'\"%@` ";

  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  static String of(Map<String, Object> object) {
    YamlText text = new YamlText();
    text.object(object, "");
    return text.out.toString();
  }

  /** The first key goes where the text stands. */
  private void object(Map<?, ?> object, String indent) {
    String before = "";
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      out.append(before).append(scalar(entry.getKey().toString())).append(':');
      value(entry.getValue(), indent);
      before = indent;
    }
  }

  private void value(Object value, String indent) {
    if (value instanceof Map<?, ?> object) {
      if (object.isEmpty()) {
        out.append(" {}\n");
      } else {
        out.append('\n').append(indent).append("  ");
        object(object, indent + "  ");
      }
    } else if (value instanceof List<?> list) {
      out.append(list.isEmpty() ? " []\n" : "\n");
      list.forEach(element -> element(element, indent + "  "));
    } else {
      out.append(' ').append(scalar(value.toString())).append('\n');
    }
  }

  private void element(Object element, String indent) {
    out.append(indent).append("- ");
    if (element instanceof Map<?, ?> object && !object.isEmpty()) {
      object(object, indent + "  ");
    } else {
      out.append(element instanceof Map ? "{}" : scalar(element.toString())).append('\n');
    }
  }

  private static String scalar(String text) {
    boolean plain =
        !text.isEmpty()
            && NOT_FIRST.indexOf(text.charAt(0)) < 0
            && !text.contains(": ")
            && !text.contains(" #")
            && !text.endsWith(":")
            && text.indexOf('\n') < 0;
    return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
