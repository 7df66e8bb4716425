package io.drover.cli.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A text with {@code @PLACEHOLDERS@}. */
public final class TextTemplate {
  private static final Pattern BLOCK = Pattern.compile("( *)@([A-Z]+(?: [a-z]+)?)@");
  private static final Pattern INLINE = Pattern.compile("@([A-Z]+)@");

  private final String text;

  private TextTemplate(String text) {
    this.text = text;
  }

  /**
   * Reads one of Drover's own.
   *
   * @param owner a class of the package that has it
   * @param name path below that package
   */
  public static TextTemplate resource(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The resource " + name + " is missing.");
      }
      return new TextTemplate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text as it is. */
  public String text() {
    return text;
  }

  /**
   * Fills in.
   *
   * @param values for placeholders within a line
   * @param blocks lines for placeholders that are a line of their own, indented as these are; none:
   *     the line goes
   */
  public String fill(Map<String, String> values, Map<String, List<String>> blocks) {
    return text.lines()
        .flatMap(
            line -> {
              Matcher block = BLOCK.matcher(line);
              if (block.matches() && blocks.containsKey(block.group(2))) {
                return blocks.get(block.group(2)).stream().map(l -> block.group(1) + l);
              }
              return Stream.of(inline(line, values));
            })
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String inline(String line, Map<String, String> values) {
    return INLINE
        .matcher(line)
        .replaceAll(
            found -> {
              String value = values.get(found.group(1));
              if (value == null) {
                throw new IllegalStateException("Nothing is known for " + found.group() + ".");
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
