package io.drover.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of text under headings. A column that is empty in all rows is not shown. */
final class Table {
  private static final String GAP = "  ";

  private final List<String> headings;
  private final List<Row> rows = new ArrayList<>();

  Table(String... headings) {
    this.headings = List.of(headings);
  }

  private record Row(List<Cell> cells, List<String> below) {}

  /** A text and how it looks. */
  record Cell(String text, Style style) {
    Cell {
      text = Words.printable(text).replace('\n', ' ');
    }

    static Cell of(String text) {
      return new Cell(text, Style.PLAIN);
    }
  }

  /** How a text looks on a terminal. */
  enum Style {
    PLAIN(""),
    GOOD("32"),
    BAD("31"),
    WAITING("33"),
    FAINT("2"),
    BOLD("1");

    private final String code;

    Style(String code) {
      this.code = code;
    }

    String on(String text, boolean colours) {
      return colours && !code.isEmpty() && !text.isEmpty()
          ? "\u001b[" + code + "m" + text + "\u001b[0m"
          : text;
    }
  }

  Table add(Cell... cells) {
    rows.add(new Row(List.of(cells), new ArrayList<>()));
    return this;
  }

  /** Adds a line that stands below the last row, however long it is. */
  void below(String line) {
    rows.get(rows.size() - 1).below().add(Words.printable(line).replace('\n', ' '));
  }

  /** How many columns of the terminal the table takes. */
  int width() {
    return shown().stream().mapToInt(this::width).sum() + GAP.length() * (shown().size() - 1);
  }

  /**
   * The whole text.
   *
   * @param columns how many the terminal has, for the lines below rows; a large number for none
   */
  String text(boolean colours, int columns) {
    List<Integer> shown = shown();
    int[] widths = IntStream.range(0, headings.size()).map(this::width).toArray();
    StringBuilder text = new StringBuilder();
    append(
        text, shown, widths, headings.stream().map(h -> new Cell(h, Style.BOLD)).toList(), colours);
    for (Row row : rows) {
      append(text, shown, widths, row.cells(), colours);
      row.below().stream()
          .flatMap(line -> wrapped(line, columns - GAP.length()).stream())
          .forEach(line -> text.append(GAP).append(line).append('\n'));
    }
    return text.toString();
  }

  private void append(
      StringBuilder text, List<Integer> shown, int[] widths, List<Cell> cells, boolean colours) {
    StringBuilder line = new StringBuilder();
    int pad = 0;
    for (int column : shown) {
      Cell cell = cells.get(column);
      // Blanks only before the next text: no line ends with them.
      if (!cell.text().isEmpty()) {
        line.append(" ".repeat(pad)).append(cell.style().on(cell.text(), colours));
        pad = 0;
      }
      pad += widths[column] - cell.text().length() + GAP.length();
    }
    text.append(line).append('\n');
  }

  /** A line in pieces that end at blanks, where there are any. */
  private static List<String> wrapped(String line, int columns) {
    List<String> pieces = new ArrayList<>();
    String rest = line;
    while (rest.length() > columns) {
      int blank = rest.lastIndexOf(' ', columns);
      int end = blank > 0 ? blank : columns;
      pieces.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    pieces.add(rest);
    return pieces;
  }

  private List<Integer> shown() {
    return IntStream.range(0, headings.size())
        .filter(column -> rows.stream().anyMatch(r -> !r.cells().get(column).text().isEmpty()))
        .boxed()
        .toList();
  }

  private int width(int column) {
    int widest =
        rows.stream().mapToInt(row -> row.cells().get(column).text().length()).max().orElse(0);
    return Math.max(headings.get(column).length(), widest);
  }
}
