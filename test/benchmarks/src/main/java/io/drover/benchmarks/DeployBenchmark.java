package io.drover.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code drover deploy} against {@code kubectl apply} of the same manifests, side by side. */
final class DeployBenchmark {
  private static final String FIRST = "first";
  private static final List<String> RUNS = List.of(FIRST, "no-op", "one changed");

  private final Path folder;
  private final String drover;
  private final int turns;
  private final ApiServer server;
  private final List<String> environment;
  private final Map<String, Map<String, double[]>> times = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> requests = new LinkedHashMap<>();

  /** Who deploys, and the start of the command; {@code drover} has another one. */
  private enum Tool {
    APPLY("kubectl apply", List.of("kubectl", "apply", "-f")),
    SERVER_SIDE("kubectl apply --server-side", List.of("kubectl", "apply", "--server-side", "-f")),
    /**
     * The peer of a deployment, which is done when the controllers are. Only at first: kubectl asks
     * for one object after the other then, five a second.
     */
    AND_WAIT(
        "kubectl apply, wait",
        List.of(
            "sh",
            "-c",
            "kubectl apply -f \"$1\" && kubectl wait deployment --all --namespace \"$0\""
                + " --for condition=Available --timeout 10m")),
    DEPLOY("drover deploy", List.of());

    private final String title;
    private final List<String> command;

    Tool(String title, List<String> command) {
      this.title = title;
      this.command = command;
    }
  }

  /**
   * A benchmark in the cluster of the current kubeconfig.
   *
   * @param turns how often each is done, at least 1
   * @param environment what comes before a command that is timed; may be empty
   */
  DeployBenchmark(Path folder, String drover, int turns, List<String> environment)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.drover = drover;
    this.turns = turns;
    this.environment = List.copyOf(environment);
    this.server = new ApiServer(folder);
  }

  /** Measures environments of so many services; the table is printed and written. */
  void run(List<Integer> sizes, Path out) throws Exception {
    List<String> columns = new ArrayList<>(List.of("services, run"));
    for (Tool tool : Tool.values()) {
      columns.add(tool.title);
    }
    columns.addAll(List.of("apply / deploy", "server-side / deploy", "apply, wait / deploy"));
    for (Tool tool : Tool.values()) {
      columns.add("requests: " + tool.title);
    }
    Report report = new Report("deploy", columns);
    for (int size : sizes) {
      for (int turn = 0; turn < turns; turn++) {
        turn(size, turn);
      }
      RUNS.forEach(run -> add(report, size, run));
    }
    report.finish(out);
    System.out.println("Cells: median (least) in ms of " + turns + ". " + server.versions());
  }

  private void turn(int size, int turn) throws Exception {
    Map<Tool, DeployProject> projects = new LinkedHashMap<>();
    for (Tool tool : Tool.values()) {
      String namespace = namespace(tool, turn);
      server.delete(namespace);
      server.create(namespace);
      Path files = folder.resolve(tool.name().toLowerCase(Locale.ROOT));
      projects.put(tool, DeployProject.write(files, drover, size, namespace));
    }
    try {
      for (String run : RUNS) {
        for (Map.Entry<Tool, DeployProject> entry : projects.entrySet()) {
          if (run.equals("one changed")) {
            entry.getValue().changeOne();
          }
          Tool tool = entry.getKey();
          if (tool != Tool.AND_WAIT || run.equals(FIRST)) {
            time(size, turn, run, tool, command(tool, entry.getValue(), turn));
          }
        }
      }
    } finally {
      for (Tool tool : Tool.values()) {
        server.delete(namespace(tool, turn));
      }
    }
  }

  private static List<String> command(Tool tool, DeployProject project, int turn)
      throws IOException, InterruptedException {
    if (tool == Tool.DEPLOY) {
      return project.command("deploy");
    }
    List<String> command = new ArrayList<>(tool.command);
    if (tool == Tool.AND_WAIT) {
      command.add(namespace(tool, turn));
    }
    command.add(project.render().toString());
    return command;
  }

  private void time(int size, int turn, String run, Tool tool, List<String> command)
      throws IOException, InterruptedException {
    server.awaitQuiet();
    Map<String, Long> before = server.requests();
    List<String> timed = new ArrayList<>(environment);
    timed.addAll(command);
    long start = System.nanoTime();
    Commands.run(timed, folder);
    double took = (System.nanoTime() - start) / 1e6;
    String key = size + ", " + run;
    times.computeIfAbsent(key, k -> new LinkedHashMap<>())
            .computeIfAbsent(tool.title, t -> new double[turns])[turn] =
        took;
    // Of the first one most are the controllers'.
    String asked = run.equals(FIRST) ? "" : ApiServer.between(before, server.requests());
    requests.computeIfAbsent(key, k -> new LinkedHashMap<>()).put(tool.title, asked);
    System.err.printf(Locale.ROOT, "%s, %s: %.0f ms %s%n", key, tool.title, took, asked);
  }

  private void add(Report report, int size, String run) {
    String key = size + ", " + run;
    Map<String, Samples> samples = new LinkedHashMap<>();
    times.get(key).forEach((tool, all) -> samples.put(tool, new Samples(all)));
    List<String> cells = new ArrayList<>();
    for (Tool tool : Tool.values()) {
      cells.add(samples.containsKey(tool.title) ? samples.get(tool.title).text() : "");
    }
    Samples deploy = samples.get(Tool.DEPLOY.title);
    for (Tool peer : List.of(Tool.APPLY, Tool.SERVER_SIDE, Tool.AND_WAIT)) {
      cells.add(samples.containsKey(peer.title) ? ratio(samples.get(peer.title), deploy) : "");
    }
    for (Tool tool : Tool.values()) {
      cells.add(requests.get(key).getOrDefault(tool.title, ""));
    }
    report.add(key, cells, samples);
  }

  private static String ratio(Samples one, Samples other) {
    return String.format(Locale.ROOT, "%.1f ×", one.median() / other.median());
  }

  private static String namespace(Tool tool, int turn) {
    return "drover-bench-" + tool.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + turn;
  }
}
