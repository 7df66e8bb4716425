package io.drover.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every step that a pipeline took, as a tree: bodies stand under their steps. */
final class Recording {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Line(int parent, String text) {}

  private final List<Line> lines = new ArrayList<>();

  /**
   * @param parent the place of the step in whose body this one stands; -1 for none
   * @return the place of this one
   */
  int add(int parent, StepCall step) {
    return add(parent, step.arguments().isEmpty() ? step.name() : step.name() + " " + words(step));
  }

  int add(int parent, String text) {
    lines.add(new Line(parent, text));
    return lines.size() - 1;
  }

  void append(int place, String text) {
    lines.set(place, new Line(lines.get(place).parent(), lines.get(place).text() + text));
  }

  private static String words(StepCall step) {
    Map<String, Object> arguments = step.arguments();
    boolean single = arguments.size() == 1 && arguments.containsKey("");
    try {
      return JSON.writeValueAsString(single ? arguments.get("") : arguments);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    write(text, -1, "");
    return text.toString();
  }

  private void write(StringBuilder text, int parent, String indent) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).parent() == parent) {
        text.append(indent).append(lines.get(i).text()).append('\n');
        write(text, i, indent + "  ");
      }
    }
  }
}
