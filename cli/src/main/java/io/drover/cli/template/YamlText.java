package io.drover.cli.template;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text as YAML. */
public final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z./][ -~]*(?<![ :])");
  private static final Pattern SPECIAL =
      Pattern.compile(".*: .*|.* #.*|(?i:true|false|yes|no|on|off|y|n|null)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9/._=-]+");

  private YamlText() {}

  /** A scalar in a block, in quotes only where it needs them. */
  public static String scalar(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !SPECIAL.matcher(text).matches();
    return plain ? text : quoted(text);
  }

  /** A scalar that is safe everywhere. */
  public static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }

  /** The words of a command: one line where a shell would split it in the same way. */
  public static String command(List<String> words) {
    if (words.stream().allMatch(word -> WORD.matcher(word).matches())) {
      return scalar(String.join(" ", words));
    }
    return words.stream().map(YamlText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A list of {@code {name, value}} under {@code env}; nothing when there is none. */
  public static List<String> variables(Map<String, String> variables) {
    if (variables.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of("env:"));
    variables.forEach(
        (name, value) -> lines.add("  - {name: %s, value: %s}".formatted(name, quoted(value))));
    return lines;
  }
}
