package io.drover.config.yaml;

import io.drover.config.problem.Problems;
import io.drover.config.tree.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads one file into a tree of YAML nodes with marks. */
public final class YamlFile {
  /** Largest file, in bytes. */
  public static final int MOST_BYTES = 3 * 1024 * 1024;

  private YamlFile() {}

  /**
   * Reads a file.
   *
   * @param file an existing path
   * @param problems gets the problem if there is no tree
   * @return the root; empty if the file cannot be read as one YAML document
   */
  public static Optional<Node> read(Path file, Problems problems) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new YamlProblem(
            Place.START,
            "not-a-file",
            Files.isDirectory(file) ? "this is a folder" : "this is not a file",
            "put a YAML file in its place");
      }
      return Optional.of(compose(SourceText.decode(bytes(file))));
    } catch (YamlProblem e) {
      problems.error(e.place(), e.code(), e.getMessage(), e.hint());
    } catch (MarkedYAMLException e) {
      syntax(e, problems);
    } catch (IOException | YAMLException | StackOverflowError e) {
      problems.error(
          Place.START,
          e instanceof IOException ? "unreadable-file" : "bad-yaml",
          "the file cannot be read",
          "check that it is a text file and that you may read it");
    }
    return Optional.empty();
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new YamlProblem(
            Place.START, "too-big", "the file is bigger than 3 MiB", "split the project");
      }
      return bytes;
    }
  }

  private static Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_BYTES);
    // the limiting parser has the tighter limits, and says where
    options.setNestingDepthLimit(1000);
    options.setMaxAliasesForCollections(1000);
    StreamReader reader = new StreamReader(text);
    LimitingParser parser = new LimitingParser(new ParserImpl(reader, options));
    Node root = root(new Composer(parser, new TextResolver(), options), reader);
    if (root == null || root.getTag().equals(Tag.NULL)) {
      throw new YamlProblem(
          Place.START, "empty-file", "the file is empty", "begin with `project: <name>`");
    }
    return root;
  }

  /** The scanner takes any digits after {@code \x}, none and too many too, for a number. */
  private static Node root(Composer composer, StreamReader reader) {
    try {
      return composer.getSingleNode();
    } catch (NumberFormatException e) {
      throw new YamlProblem(
          Place.of(reader.getMark()),
          "bad-yaml",
          "this escape names no character",
          "write `\\xHH`, `\\uHHHH` or `\\UHHHHHHHH`, or put the text in single quotes");
    }
  }

  private static void syntax(MarkedYAMLException e, Problems problems) {
    Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
    Place place = mark == null ? Place.START : Place.of(mark);
    if (mark != null && nearTab(mark)) {
      problems.error(
          place, "tab", "a tab stands where YAML takes blanks only", "indent with blanks");
      return;
    }
    String problem = withoutNames(e.getProblem() == null ? "this is not YAML" : e.getProblem());
    Mark from = e.getContextMark();
    String begun = from == null ? "" : ", from line " + (from.getLine() + 1);
    String context = e.getContext() == null ? "" : " (" + e.getContext() + begun + ")";
    problems.error(place, "bad-yaml", oneLine(problem + context), hintFor(problem));
  }

  private static boolean nearTab(Mark mark) {
    int[] buffer = mark.getBuffer();
    int pointer = mark.getPointer();
    return pointer < buffer.length && buffer[pointer] == '\t';
  }

  /** What looks like an alias or a tag may be a password without quotes. */
  private static String withoutNames(String problem) {
    for (String named : List.of("found undefined alias", "found undefined tag handle")) {
      if (problem.startsWith(named)) {
        return named;
      }
    }
    return problem;
  }

  private static String oneLine(String message) {
    String line = message.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }

  private static String hintFor(String problem) {
    if (problem.contains("mapping values are not allowed")) {
      return "put the text in quotes if it holds `: `; else check the indentation";
    }
    if (problem.contains("undefined alias")) {
      return "define it with `&name` before; a text that begins with `*` has to stand in quotes";
    }
    if (problem.contains("expected <block end>") || problem.contains("could not find expected")) {
      return "check the indentation and the quotes of the lines before";
    }
    return "check indentation, quotes and brackets here and in the line before";
  }
}
