package io.drover.engine.image.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What dpkg is told to leave out when it unpacks, as "slim" images do with documentation. Source:
 * dpkg(1), {@code --path-exclude}.
 */
final class PathFilter {
  private record Rule(boolean exclude, Pattern pattern, String folder) {}

  private final List<Rule> rules = new ArrayList<>();

  /**
   * Reads dpkg's configuration.
   *
   * @param texts the files, in the order in which dpkg reads them
   */
  static PathFilter of(List<String> texts) {
    PathFilter filter = new PathFilter();
    for (String text : texts) {
      for (String line : (Iterable<String>) text.lines()::iterator) {
        String[] words = line.strip().split("[\\s=]+", 2);
        if (words.length == 2 && words[0].matches("(--)?path-(ex|in)clude")) {
          String glob = words[1].strip();
          String folder = glob.replaceFirst("[*?\\[\\\\].*", "");
          filter.rules.add(new Rule(words[0].endsWith("exclude"), pattern(glob), folder));
        }
      }
    }
    return filter;
  }

  /**
   * Whether a path stays out of the system; the last rule that fits decides.
   *
   * @param path with a slash at the start
   * @param folder whether it is one; a folder stays if a file in it may be wanted
   */
  boolean excludes(String path, boolean folder) {
    boolean excluded = false;
    for (Rule rule : rules) {
      if (rule.pattern().matcher(path).matches()) {
        excluded = rule.exclude();
      }
    }
    boolean needed =
        folder
            && rules.stream()
                .filter(rule -> !rule.exclude())
                .anyMatch(
                    rule -> rule.folder().startsWith(path + "/") || path.startsWith(rule.folder()));
    return excluded && !needed;
  }

  /** As fnmatch(3) without flags: stars match slashes, too. */
  private static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[' -> {
          int end = glob.indexOf(']', i + 2);
          if (end < 0) {
            regex.append("\\[");
          } else {
            String set = glob.substring(i + 1, end).replace("\\", "\\\\").replace("[", "\\[");
            regex.append('[').append(set.replaceFirst("^!", "^")).append(']');
            i = end;
          }
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
