package io.drover.engine.verify.locust;

import io.drover.config.model.EnvironmentTest.Locust;
import java.util.ArrayList;
import java.util.List;

/** What Locust is started with, but for addresses, which are known only where it runs. */
final class CommandLines {
  /** Images may have to be pulled before workers come. */
  private static final int SECONDS_FOR_WORKERS_ELSEWHERE = 1200;

  private static final int SECONDS_FOR_WORKERS = 60;

  private CommandLines() {}

  /**
   * The words of the master.
   *
   * @param csv what the names of its CSV files begin with
   */
  static List<String> master(Locust locust, String host, boolean workersElsewhere, String csv) {
    List<String> words = new ArrayList<>(common(locust));
    words.addAll(List.of("--master", "--headless", "--only-summary", "--host", host));
    words.addAll(List.of("--users", "" + locust.users()));
    words.addAll(List.of("--spawn-rate", Numbers.exact(locust.spawnRate())));
    words.addAll(List.of("--run-time", locust.runTime()));
    words.addAll(List.of("--expect-workers", "" + locust.workers()));
    int patience = workersElsewhere ? SECONDS_FOR_WORKERS_ELSEWHERE : SECONDS_FOR_WORKERS;
    words.addAll(List.of("--expect-workers-max-wait", "" + patience));
    words.addAll(List.of("--csv", csv, "--csv-full-history"));
    return words;
  }

  /** The words of each worker. */
  static List<String> worker(Locust locust) {
    List<String> words = new ArrayList<>(common(locust));
    words.add("--worker");
    return words;
  }

  /** Failed requests are for the thresholds to judge. */
  private static List<String> common(Locust locust) {
    return List.of(
        LocustFiles.FOLDER + "/process.py",
        "--locustfile",
        locust.locustfile(),
        "--exit-code-on-error",
        "0");
  }
}
