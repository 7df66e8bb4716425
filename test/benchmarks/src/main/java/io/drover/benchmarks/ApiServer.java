package io.drover.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the API server of the current kubeconfig tells about itself; asked with kubectl. */
final class ApiServer {
  private static final Pattern REQUESTS =
      Pattern.compile(
          "apiserver_request_total\\{.*resource=\"[^\"]+\".*verb=\"(\\w+)\"[^}]*} (\\S+)");
  private static final Set<String> READS = Set.of("GET", "LIST", "WATCH", "CONNECT");
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path folder;

  /** Uses a folder for what it was told. */
  ApiServer(Path folder) {
    this.folder = folder;
  }

  /** How many requests for objects there were, by verb, without watches. */
  Map<String, Long> requests() throws IOException, InterruptedException {
    Map<String, Long> requests = new TreeMap<>();
    for (String line : ask("get", "--raw", "/metrics").split("\n")) {
      Matcher matcher = REQUESTS.matcher(line);
      if (matcher.matches() && !Set.of("WATCH", "CONNECT").contains(matcher.group(1))) {
        requests.merge(matcher.group(1), (long) Double.parseDouble(matcher.group(2)), Long::sum);
      }
    }
    return requests;
  }

  /** What came between, as {@code 13 LIST, 4 GET}. */
  static String between(Map<String, Long> before, Map<String, Long> after) {
    return after.entrySet().stream()
        .map(e -> Map.entry(e.getKey(), e.getValue() - before.getOrDefault(e.getKey(), 0L)))
        .filter(e -> e.getValue() > 0)
        .map(e -> e.getValue() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }

  /** Waits until the controllers have nothing to write any more. */
  void awaitQuiet() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Map<String, Long> before = writes();
    while (System.nanoTime() < end) {
      Thread.sleep(QUIET.toMillis());
      Map<String, Long> now = writes();
      if (now.equals(before)) {
        return;
      }
      before = now;
    }
    throw new IllegalStateException("The cluster was not quiet within " + PATIENCE);
  }

  private Map<String, Long> writes() throws IOException, InterruptedException {
    Map<String, Long> writes = requests();
    writes.keySet().removeAll(READS);
    return writes;
  }

  /** The versions of kubectl and the API server. */
  String versions() throws IOException, InterruptedException {
    return ask("version").lines().collect(Collectors.joining(", "));
  }

  /** Makes a namespace. */
  void create(String namespace) throws IOException, InterruptedException {
    ask("create", "namespace", namespace);
  }

  /** Deletes a namespace, and waits until it is gone. */
  void delete(String namespace) throws IOException, InterruptedException {
    ask("delete", "namespace", namespace, "--ignore-not-found");
  }

  private String ask(String... arguments) throws IOException, InterruptedException {
    Path answer = Files.createTempFile(folder, "kubectl", ".txt");
    try {
      List<String> command = new java.util.ArrayList<>(List.of("kubectl"));
      command.addAll(List.of(arguments));
      Commands.run(command, folder, Redirect.to(answer.toFile()));
      return Files.readString(answer);
    } finally {
      Files.delete(answer);
    }
  }
}
