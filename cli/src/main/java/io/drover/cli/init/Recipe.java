package io.drover.cli.init;

import java.util.List;
import java.util.Map;

/**
 * What the three files of a project say beside its name.
 *
 * @param version base version of the component
 * @param source lines of YAML about where the sources are
 * @param dependencies Debian packages that the build needs
 * @param buildVariables environment of the build, by name
 * @param build its lines
 * @param reports globs of JUnit reports
 * @param command the image's entry point, word by word
 * @param imageVariables environment in the image, by name
 * @param serviceVariables environment of the service, by name; {@code @ENVIRONMENT@} in a value is
 *     where it runs
 * @param health path that answers 200
 * @param checks shell lines of the environments' test
 * @param script what the packaging script needs to know, by placeholder
 * @param notes what the user should look at
 */
record Recipe(
    String version,
    List<String> source,
    List<String> dependencies,
    Map<String, String> buildVariables,
    List<Step> build,
    List<String> reports,
    List<String> command,
    Map<String, String> imageVariables,
    Map<String, String> serviceVariables,
    String health,
    List<String> checks,
    Map<String, String> script,
    List<String> notes) {

  /**
   * A shell line.
   *
   * @param comment stands above it; may be empty
   */
  record Step(String line, String comment) {
    static Step of(String line) {
      return new Step(line, "");
    }
  }

  Recipe {
    source = List.copyOf(source);
    dependencies = dependencies.stream().sorted().toList();
    build = List.copyOf(build);
    reports = List.copyOf(reports);
    command = List.copyOf(command);
    checks = List.copyOf(checks);
    notes = List.copyOf(notes);
  }
}
