package io.drover.engine.image.layers;

import io.drover.engine.WorkFailedException;
import io.drover.engine.process.Command;
import io.drover.engine.version.Nearest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What went wrong, in apt's own words. */
final class AptFailure {
  /** Errors and warnings, and which dependency of which package is not met. */
  private static final Pattern TELLING =
      Pattern.compile("(E|W|Err):? .*|  .*| .*:.*(Depends|Conflicts|Breaks).*");

  private static final Pattern UNKNOWN =
      Pattern.compile(
          "E: (?:Unable to locate package (\\S+)|Package '(\\S+)' has no installation candidate)");

  private AptFailure() {}

  /** Knows the names of all packages. */
  interface Names {
    List<String> list() throws InterruptedException;
  }

  /**
   * The error that says it.
   *
   * @param doing what was being done, as the rest of "could not "
   */
  static WorkFailedException of(String doing, Command.Result result, Names names)
      throws InterruptedException {
    if (result.timedOut()) {
      return new WorkFailedException("could not %s: apt-get did not end in time".formatted(doing));
    }
    String own =
        Stream.concat(result.output().lines(), result.error().lines())
            .filter(line -> TELLING.matcher(line).matches())
            .map(String::stripTrailing)
            .distinct()
            .collect(Collectors.joining("\n"));
    return new WorkFailedException(
        "could not %s: %s%s"
            .formatted(
                doing, own.isEmpty() ? result.lastLines(8) : own, hint(result.error(), names)));
  }

  private static String hint(String error, Names names) throws InterruptedException {
    Matcher unknown = UNKNOWN.matcher(error);
    if (!unknown.find()) {
      return "";
    }
    String name = unknown.group(1) == null ? unknown.group(2) : unknown.group(1);
    List<String> nearest = Nearest.of(name, names.list());
    return nearest.isEmpty() ? "" : "\nNearest names: " + String.join(", ", nearest);
  }
}
