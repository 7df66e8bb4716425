package io.drover.config.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes problems for people and for programs. */
public final class ProblemRenderer {
  private static final int WIDTH = 100;
  private static final long BIGGEST_FILE = 3L * 1024 * 1024;

  private ProblemRenderer() {}

  /**
   * Problems as text: place, severity, message and code, then the source line with a caret, then
   * the hint. Values that may be secrets are hidden in source lines, control characters replaced.
   *
   * @param problems in the order to print
   * @param directory the folder the files were read from; lines that cannot be read are left out
   */
  public static String text(List<Problem> problems, Path directory) {
    Map<String, List<String>> sources = new HashMap<>();
    StringBuilder out = new StringBuilder();
    for (Problem problem : problems) {
      List<String> lines =
          sources.computeIfAbsent(problem.file(), file -> lines(directory.resolve(file)));
      out.append(problem.place()).append(": ").append(name(problem.severity())).append(": ");
      out.append(problem.message()).append(" [").append(problem.code()).append("]\n");
      if (problem.line() <= lines.size()) {
        excerpt(out, problem, Secrets.redact(lines, problem.line() - 1));
      }
      if (!problem.hint().isEmpty()) {
        out.append("  hint: ").append(problem.hint()).append('\n');
      }
    }
    return out.toString();
  }

  /** Problems as a JSON array of {@code {file,line,column,severity,code,message,hint}}. */
  public static String json(List<Problem> problems) {
    return JsonText.of(
        json -> {
          json.writeStartArray();
          for (Problem problem : problems) {
            json.writeStartObject();
            json.writeStringField("file", problem.file());
            json.writeNumberField("line", problem.line());
            json.writeNumberField("column", problem.column());
            json.writeStringField("severity", name(problem.severity()));
            json.writeStringField("code", problem.code());
            json.writeStringField("message", problem.message());
            json.writeStringField("hint", problem.hint());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static String name(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  private static void excerpt(StringBuilder out, Problem problem, String line) {
    int[] points = line.codePoints().map(ProblemRenderer::printable).toArray();
    int column = problem.column() - 1;
    int from = column < WIDTH ? 0 : column - WIDTH / 2;
    int to = Math.min(points.length, from + WIDTH);
    String number = String.format(Locale.ROOT, "%5d | ", problem.line());
    out.append(number);
    for (int i = from; i < to; i++) {
      out.appendCodePoint(points[i]);
    }
    out.append('\n').append("      | ").append(" ".repeat(column - from)).append("^\n");
  }

  /** Keeps a file from driving the terminal. */
  private static int printable(int codePoint) {
    boolean harmless =
        !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.FORMAT;
    return harmless ? codePoint : ' ';
  }

  private static List<String> lines(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > BIGGEST_FILE) {
        return List.of();
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
      return withoutMark.lines().collect(Collectors.toList());
    } catch (IOException e) {
      return List.of();
    }
  }
}
