package io.drover.engine.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes a plan for people and for programs. */
public final class PlanRenderer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlanRenderer() {}

  /** One line a task, with what it needs. */
  public static String text(Plan plan) {
    int width = plan.tasks().stream().mapToInt(t -> t.id().length()).max().orElse(0);
    StringBuilder text =
        new StringBuilder("%s: %d tasks%n".formatted(plan.project(), plan.tasks().size()));
    for (Task task : plan.tasks()) {
      String needs = task.needs().isEmpty() ? "" : "after " + String.join(", ", task.needs());
      text.append(
              ("  %-" + Math.max(width, 1) + "s  %s").formatted(task.id(), needs).stripTrailing())
          .append('\n');
    }
    return text.toString();
  }

  /**
   * The plan's stable JSON form: {@code {"project", "tasks": [{"id", "kind", "subject", "test",
   * "needs"}]}}, {@code test} only where there is one.
   */
  public static String json(Plan plan) {
    ObjectNode root = JSON.createObjectNode().put("project", plan.project());
    ArrayNode tasks = root.putArray("tasks");
    for (Task task : plan.tasks()) {
      ObjectNode node = tasks.addObject().put("id", task.id()).put("kind", task.kind().word());
      node.put("subject", task.subject());
      if (!task.test().isEmpty()) {
        node.put("test", task.test());
      }
      ArrayNode needs = node.putArray("needs");
      task.needs().forEach(needs::add);
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
