package io.drover.engine.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A job's variables on their way into a container. Podman takes the values from its own
 * environment, so that they stand on no command line; but there {@code PATH}, {@code LD_PRELOAD} or
 * {@code CONTAINERS_CONF} of a job would be podman's. So they go by names that mean nothing to
 * anybody, and get their own ones inside.
 */
final class ContainerVariables {
  private static final String PREFIX = "DROVER_PASSED_";
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Map<String, String> passed = new TreeMap<>();
  private final StringBuilder exports = new StringBuilder();

  ContainerVariables(Map<String, String> variables) {
    for (Map.Entry<String, String> variable : new TreeMap<>(variables).entrySet()) {
      String name = variable.getKey();
      if (IDENTIFIER.matcher(name).matches()) {
        String way = PREFIX + passed.size();
        passed.put(way, variable.getValue());
        exports.append("export %s=\"$%s\"; unset %s; ".formatted(name, way, way));
      } else {
        // No shell could set it, and no program of the machine looks for such a name.
        passed.put(name, variable.getValue());
      }
    }
  }

  /** What podman gets in its environment. */
  Map<String, String> environment() {
    return passed;
  }

  /** The options by which podman passes it on. */
  List<String> options() {
    List<String> options = new ArrayList<>();
    passed.keySet().forEach(name -> options.addAll(List.of("--env", name)));
    return options;
  }

  /** Words that run others with the variables under their own names. */
  List<String> words(List<String> command) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", exports + "exec \"$@\"", "sh"));
    words.addAll(command);
    return words;
  }
}
