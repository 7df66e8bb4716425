package io.jenkins.plugins.drover.board;

import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.plan.Task.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plan as a picture: builds, images, and each environment are columns from left to right. Arrows
 * that follow from others are left out.
 *
 * @param width of all, in pixels
 * @param height of all, in pixels
 * @param headings names of the columns
 * @param nodes the tasks; a build publishes, too
 * @param arrows what needs what
 */
public record PlanPicture(
    int width, int height, List<Heading> headings, List<Node> nodes, List<Arrow> arrows) {
  /** Width of a node. */
  public static final int NODE_WIDTH = 168;

  /** Height of a node. */
  public static final int NODE_HEIGHT = 32;

  private static final int COLUMN = 216;
  private static final int ROW = 44;
  private static final int TOP = 32;
  private static final int LEFT = 4;
  private static final int LONGEST = 20;

  /** Where the line from a deployment to its tests and its promotion runs. */
  private static final int RAIL = 10;

  /** A test stands a little to the right of its deployment. */
  private static final int INDENT = 22;

  public PlanPicture {
    headings = List.copyOf(headings);
    nodes = List.copyOf(nodes);
    arrows = List.copyOf(arrows);
  }

  /** A column's name. */
  public record Heading(int x, String text) {}

  /** A task and its place; {@code x} and {@code y} are of its upper left corner. */
  public record Node(Task task, int x, int y, int width) {
    /** What fits into the box. */
    public String label() {
      String name = task.test().isEmpty() ? task.kind().word() : task.test();
      String text =
          switch (task.kind()) {
            case BUILD, PUBLISH, IMAGE -> task.subject();
            case DEPLOY, TEST, PROMOTE, SWITCH, ROLLBACK -> name;
          };
      return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    int middle() {
      return y + NODE_HEIGHT / 2;
    }

    int right() {
      return x + width;
    }
  }

  /** An arrow as the path of an SVG. */
  public record Arrow(String path) {}

  /** The picture of a plan. */
  static PlanPicture of(Plan plan) {
    return new Drawing(plan).picture();
  }

  /** The state of drawing one. */
  private static final class Drawing {
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<String, Set<String>> needs = new HashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Heading> headings = new ArrayList<>();
    private int columns;
    private int rows;

    Drawing(Plan plan) {
      for (Task task : plan.tasks()) {
        if (task.kind() != Kind.PUBLISH) {
          tasks.put(task.id(), task);
          Set<String> needed = new LinkedHashSet<>();
          task.needs().forEach(id -> needed.add(published(id)));
          needs.put(task.id(), needed);
        }
      }
    }

    /** What needs packages needs the build, whose job publishes. */
    private static String published(String id) {
      String prefix = Kind.PUBLISH.id("");
      return id.startsWith(prefix) ? Kind.BUILD.id(id.substring(prefix.length())) : id;
    }

    PlanPicture picture() {
      placeBuilds();
      placeColumn("Images", ofKind(Kind.IMAGE));
      tasks.values().stream()
          .filter(task -> task.kind() == Kind.DEPLOY)
          .forEach(this::placeEnvironment);
      return new PlanPicture(
          columns * COLUMN, TOP + rows * ROW, headings, List.copyOf(nodes.values()), arrows());
    }

    private List<Task> ofKind(Kind kind) {
      return tasks.values().stream().filter(task -> task.kind() == kind).toList();
    }

    /** A component that comes after another one stands to the right of it. */
    private void placeBuilds() {
      Map<String, Integer> depths = new HashMap<>();
      Map<Integer, List<Task>> byDepth = new LinkedHashMap<>();
      for (Task build : ofKind(Kind.BUILD)) {
        int depth =
            needs.get(build.id()).stream().mapToInt(id -> depths.get(id) + 1).max().orElse(0);
        depths.put(build.id(), depth);
        byDepth.computeIfAbsent(depth, d -> new ArrayList<>()).add(build);
      }
      for (int depth = 0; byDepth.containsKey(depth); depth++) {
        placeColumn(depth == 0 ? "Builds" : "", byDepth.get(depth));
      }
    }

    private void placeColumn(String heading, List<Task> column) {
      if (column.isEmpty()) {
        return;
      }
      headings.add(new Heading(left(), heading));
      int row = 0;
      for (Task task : column) {
        place(task, 0, row++);
      }
      columns++;
    }

    private void placeEnvironment(Task deploy) {
      headings.add(new Heading(left(), deploy.subject()));
      int row = 0;
      place(deploy, 0, row++);
      for (Task task : tasks.values()) {
        if (task.kind() == Kind.TEST && task.subject().equals(deploy.subject())) {
          place(task, INDENT, row++);
        }
      }
      place(tasks.get(Kind.PROMOTE.id(deploy.subject())), 0, row);
      columns++;
    }

    private int left() {
      return LEFT + columns * COLUMN;
    }

    private void place(Task task, int indent, int row) {
      nodes.put(task.id(), new Node(task, left() + indent, TOP + row * ROW, NODE_WIDTH - indent));
      rows = Math.max(rows, row + 1);
    }

    private List<Arrow> arrows() {
      List<Arrow> arrows = new ArrayList<>();
      for (Node to : nodes.values()) {
        for (String id : direct(to.task().id())) {
          arrows.add(arrow(nodes.get(id), to));
        }
      }
      return arrows;
    }

    /** What a task needs and nothing else that it needs does. */
    private Set<String> direct(String id) {
      Set<String> direct = new LinkedHashSet<>(needs.get(id));
      Set<String> seen = new LinkedHashSet<>();
      needs.get(id).forEach(needed -> needs.get(needed).forEach(n -> reach(n, seen)));
      direct.removeAll(seen);
      return direct;
    }

    private void reach(String id, Set<String> seen) {
      if (seen.add(id)) {
        needs.get(id).forEach(needed -> reach(needed, seen));
      }
    }

    private static Arrow arrow(Node from, Node to) {
      if (from.task().subject().equals(to.task().subject()) && isOfEnvironment(to)) {
        return new Arrow(rail(from, to));
      }
      int bend = (to.x() - from.right()) / 2;
      return new Arrow(
          "M%d %dC%d %d %d %d %d %d"
              .formatted(
                  from.right(),
                  from.middle(),
                  from.right() + bend,
                  from.middle(),
                  to.x() - bend,
                  to.middle(),
                  to.x(),
                  to.middle()));
    }

    private static boolean isOfEnvironment(Node node) {
      return switch (node.task().kind()) {
        case TEST, PROMOTE, SWITCH, ROLLBACK -> true;
        case BUILD, PUBLISH, IMAGE, DEPLOY -> false;
      };
    }

    /** Down along the column's left side. */
    private static String rail(Node from, Node to) {
      if (to.task().kind() == Kind.TEST) {
        return "M%d %dV%dH%d"
            .formatted(from.x() + RAIL, from.y() + NODE_HEIGHT, to.middle(), to.x());
      }
      return from.task().kind() == Kind.TEST
          ? "M%d %dH%dV%d".formatted(from.x(), from.middle(), to.x() + RAIL, to.y())
          : "M%d %dV%d".formatted(to.x() + RAIL, from.y() + NODE_HEIGHT, to.y());
    }
  }
}
