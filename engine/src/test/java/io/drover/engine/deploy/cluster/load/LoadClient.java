package io.drover.engine.deploy.cluster.load;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests to one service, steadily, over kept connections and over new ones. Nothing is
 * tried again: a request that is not answered with 200 in time has failed. Each second it prints
 * for both kinds a line {@code <kind> <requests> <failures> <longest in ms> <last answer>}, counted
 * since the line before, and for each failure a line {@code failure <kind> <time> <reason>}.
 */
public final class LoadClient {
  private static final int WORKERS = 10;

  private LoadClient() {}

  /**
   * Runs until the process ends.
   *
   * @param arguments host, port, path, and requests per second of each of the two kinds
   */
  public static void main(String[] arguments) throws InterruptedException {
    String host = arguments[0];
    int port = Integer.parseInt(arguments[1]);
    String path = arguments[2];
    long nanosBetween = TimeUnit.SECONDS.toNanos(1) * WORKERS / Integer.parseInt(arguments[3]);
    List<Tally> tallies = List.of(new Tally("kept"), new Tally("new"));
    for (Tally tally : tallies) {
      boolean keep = tally.name().equals("kept");
      for (int i = 0; i < WORKERS; i++) {
        Caller caller = new Caller(host, port, path, keep);
        long first = System.nanoTime() + nanosBetween * i / WORKERS;
        Thread thread = new Thread(() -> call(caller, tally, first, nanosBetween));
        thread.setDaemon(true);
        thread.start();
      }
    }
    while (true) {
      Thread.sleep(1000);
      tallies.forEach(tally -> System.out.println(tally.line()));
    }
  }

  private static void call(Caller caller, Tally tally, long first, long nanosBetween) {
    try {
      for (long next = first;
          ;
          next = Math.max(next + nanosBetween, System.nanoTime() - nanosBetween)) {
        TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        long begin = System.nanoTime();
        Caller.Answer answer = caller.call();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        tally.count(millis, answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Tally {
    private final String name;
    private int requests;
    private int failures;
    private long longest;
    private String last = "-";

    Tally(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }

    synchronized void count(long millis, Caller.Answer answer) {
      requests++;
      longest = Math.max(longest, millis);
      Optional<String> failure = answer.failure();
      if (failure.isPresent()) {
        failures++;
        System.out.println(
            "failure %s %s after %d ms: %s".formatted(name, Instant.now(), millis, failure.get()));
      } else {
        last = answer.body().lines().findFirst().orElse("");
      }
    }

    synchronized String line() {
      String line = "%s %d %d %d %s".formatted(name, requests, failures, longest, last);
      requests = 0;
      failures = 0;
      longest = 0;
      return line;
    }
  }
}
