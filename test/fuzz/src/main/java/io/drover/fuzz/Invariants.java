package io.drover.fuzz;

import io.drover.config.problem.Problem;
import io.drover.config.reader.ReadResult;
import io.drover.config.schema.FileKind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What must hold of every reading, whatever the files hold. */
final class Invariants {
  static final long LONGEST_NANOSECONDS = 1_000_000_000L;
  static final long MOST_ALLOCATED = 64L * 1024 * 1024;

  /** One of so many inputs is read again; it is chosen by what was said of it. */
  private static final int READ_TWICE = 16;

  /** A read is repeated when another program or the loading of classes may have been in its way. */
  private static final int TRIES = 3;

  /** As editors count lines. */
  private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r|\n");

  private final Workspace workspace;
  private final Measures measures;

  Invariants(Workspace workspace, Measures measures) {
    this.workspace = workspace;
    this.measures = measures;
  }

  /**
   * Reads the files of the workspace, some of them twice, and checks all.
   *
   * @throws Violation if something does not hold; whatever else is thrown comes from the reader
   */
  void check() {
    measures.begin();
    Reading first = reading();
    measures.add(first);
    if (Math.floorMod(first.printed().hashCode(), READ_TWICE) == 0) {
      require(first.result().equals(reading().result()), "two readings differ");
    }
    checkResult(first.result());
    for (String secret : Planted.ALL) {
      require(!first.printed().contains(secret), "a secret is printed");
    }
    Map<String, String[]> lines = new HashMap<>();
    first.result().problems().forEach(problem -> checkProblem(problem, lines));
  }

  private Reading reading() {
    Reading reading = Reading.of(workspace.folder());
    for (int i = 1; i < TRIES && (isSlow(reading) || isBig(reading)); i++) {
      reading = Reading.of(workspace.folder());
    }
    require(!isSlow(reading), "a read takes more than a second");
    require(!isBig(reading), "a read takes more than 64 MiB");
    return reading;
  }

  private static boolean isSlow(Reading reading) {
    return reading.nanoseconds() > LONGEST_NANOSECONDS;
  }

  private static boolean isBig(Reading reading) {
    return reading.allocated() > MOST_ALLOCATED;
  }

  private static void checkResult(ReadResult result) {
    List<Problem> problems = result.problems();
    require(
        result.configuration().isPresent() != result.hasErrors(),
        "there is a configuration, or an error, and never both");
    require(new HashSet<>(problems).size() == problems.size(), "a problem is said twice");
    for (int i = 1; i < problems.size(); i++) {
      Problem before = problems.get(i - 1);
      Problem problem = problems.get(i);
      require(
          !before.file().equals(problem.file()) || Problem.BY_PLACE.compare(before, problem) <= 0,
          "problems are in the order of the file");
    }
  }

  private void checkProblem(Problem problem, Map<String, String[]> files) {
    String words = problem.message() + problem.hint();
    require(!problem.code().isEmpty() && !problem.message().isBlank(), "a problem without words");
    require(words.chars().noneMatch(Character::isISOControl), "a message of more than one line");
    require(problem.line() >= 1 && problem.column() >= 1, "a place before the file");
    String[] lines = files.computeIfAbsent(problem.file(), this::lines);
    require(problem.line() <= lines.length, "a line after the file's last");
    String line = lines[problem.line() - 1];
    require(
        problem.column() <= line.codePointCount(0, line.length()) + 1,
        "a column after the line's last");
  }

  private String[] lines(String name) {
    Optional<FileKind> kind =
        FileKind.OF_PROJECT.stream()
            .filter(candidate -> candidate.preferredName().equals(name))
            .findFirst();
    require(kind.isPresent(), "a problem of a file that is not there");
    String text = new String(workspace.bytes(kind.orElseThrow()), StandardCharsets.UTF_8);
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return LINE_BREAK.split(withoutMark, -1);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new Violation(what);
    }
  }
}
