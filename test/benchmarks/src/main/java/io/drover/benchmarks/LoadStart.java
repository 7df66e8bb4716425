package io.drover.benchmarks;

import io.drover.engine.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * How long it takes from {@code drover perf} to the first request, with services and images in
 * place, in podman and in a cluster. Locust tells its figures once a second: the time is that of
 * the first figures with a request, which is at most a second more.
 */
final class LoadStart {
  private static final String NAME = "load-start";
  private static final Pattern REQUESTS = Pattern.compile(" users {2}(?!0(\\.0)? )[\\d,.]+ req/s");
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final String ENVIRONMENTS =
      """
      project: %1$s
      environments:
        - name: dev
          services:
            - name: %1$s
              port: 8080
              health_check: {http: {path: /health, port: 8080}, initial_delay: 1}
          tests:
            - name: load
              type: locust
              repository: {path: load}
              host: %1$s
              users: 4
              spawn_rate: 4
              run_time: 3s
              workers: 2
      """;
  private static final String LOCUSTFILE =
      """
      from locust import HttpUser, constant, task

      class Visitor(HttpUser):
          wait_time = constant(0.1)

          @task
          def look(self):
              self.client.get("/")
      """;

  private final String drover;
  private final Path project;
  private final String registry;
  private final int turns;

  /**
   * @param registry where images for the cluster are pushed
   */
  LoadStart(String drover, Path work, String registry, int turns) {
    this.drover = drover;
    this.project = work.resolve(NAME);
    this.registry = registry;
    this.turns = turns;
  }

  void run(Path out) throws IOException, InterruptedException {
    write();
    Map<String, List<String>> targets = new LinkedHashMap<>();
    targets.put("podman", List.of("--registry", registry));
    targets.put(
        "cluster",
        List.of("--registry", registry, "--target", "kubernetes", "--agent", "kubernetes"));
    try {
      Map<String, double[]> times = new LinkedHashMap<>();
      for (Map.Entry<String, List<String>> target : targets.entrySet()) {
        Commands.run(command("run", target.getValue()), project);
        times.put(target.getKey(), new double[turns]);
      }
      for (int turn = 0; turn < turns; turn++) {
        for (Map.Entry<String, List<String>> target : targets.entrySet()) {
          times.get(target.getKey())[turn] = firstRequest(target.getValue());
        }
      }
      report(times, out);
    } finally {
      Commands.run(List.of(drover, "down", "--purge", project.toString()), project);
    }
  }

  private static void report(Map<String, double[]> times, Path out) throws IOException {
    Report report = new Report(NAME, List.of("where", "ms: median (least)"));
    times.forEach(
        (where, all) -> {
          Samples samples = new Samples(all);
          report.add(where, List.of(samples.text()), Map.of("time", samples));
        });
    report.finish(out);
  }

  private void write() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(project);
    Commands.run(List.of(drover, "init", folder.toString(), "--template", "static"), folder);
    Files.writeString(folder.resolve("environments.yaml"), ENVIRONMENTS.formatted(NAME));
    Path load = Files.createDirectories(folder.resolve("load"));
    Files.writeString(load.resolve("locustfile.py"), LOCUSTFILE);
  }

  private List<String> command(String name, List<String> more) {
    List<String> words = new ArrayList<>(List.of(drover, name, project.toString()));
    words.addAll(more);
    return words;
  }

  /** Milliseconds from the start of the command to the first figures with a request. */
  private double firstRequest(List<String> more) throws InterruptedException {
    List<String> words = command("perf", more);
    words.addAll(List.of("--environment", "dev", "--verbose"));
    AtomicLong first = new AtomicLong();
    long begin = System.nanoTime();
    Command.Result result =
        Command.of(words)
            .timeout(LONGEST)
            .onLine(
                line -> {
                  if (REQUESTS.matcher(line).find()) {
                    first.compareAndSet(0, System.nanoTime() - begin);
                  }
                })
            .run();
    if (!result.succeeded() || first.get() == 0) {
      throw new IllegalStateException(result.output() + result.error());
    }
    return first.get() / 1e6;
  }
}
