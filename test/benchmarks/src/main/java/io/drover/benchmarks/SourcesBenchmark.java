package io.drover.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Checkouts of a large repository by Drover and by git, each by a fresh process. */
final class SourcesBenchmark {
  private static final int FILES = 20_000;
  private static final int COMMITS = 2_000;
  private static final String FOLDER = "services/s000";

  private final Path folder;
  private final int turns;
  private final Map<String, double[]> times = new LinkedHashMap<>();

  SourcesBenchmark(Path folder, int turns) throws IOException {
    this.folder = folder;
    this.turns = turns;
    delete(folder);
    Files.createDirectories(folder);
  }

  /** Measures; the table is printed and written. */
  void run(Path out) throws Exception {
    try (LargeRepository repository =
        new LargeRepository(folder.resolve("repository"), FILES, COMMITS)) {
      for (int turn = 0; turn < turns; turn++) {
        turn(repository, turn);
      }
    }
    Report report =
        new Report("sources", List.of("checkout", "ms: median (least)", "of git clone"));
    Samples clone = new Samples(times.get("git clone"));
    times.forEach(
        (what, values) -> {
          Samples one = new Samples(values);
          String ratio = String.format(Locale.ROOT, "%.2f ×", one.median() / clone.median());
          report.add(what, List.of(one.text(), ratio), Map.of("time", one));
        });
    report.finish(out);
    delete(folder);
    System.out.printf("%d files, %d commits; %d turns.%n", FILES, COMMITS, turns);
  }

  private void turn(LargeRepository repository, int turn) throws Exception {
    String url = repository.url();
    Path here = folder.resolve("turn");
    Path mirrors = Files.createDirectories(here.resolve("mirrors"));
    time(turn, "git clone", List.of("git", "clone", "-q", url, here.resolve("full") + ""));
    time(turn, "git clone --depth 1", depthOne(url, here.resolve("shallow")));
    time(turn, "drover, first", checkout(url, "", mirrors, here.resolve("first")));
    repository.commit(1);
    time(turn, "git clone --depth 1, after a commit", depthOne(url, here.resolve("shallow2")));
    time(turn, "drover, after a commit", checkout(url, "", mirrors, here.resolve("second")));
    repository.commit(1);
    Path one = here.resolve("one");
    time(turn, "drover, one folder of 200", checkout(url, FOLDER, mirrors, one));
    delete(here);
  }

  private static List<String> depthOne(String url, Path target) {
    return List.of("git", "clone", "-q", "--depth", "1", url, target.toString());
  }

  private static List<String> checkout(String url, String path, Path mirrors, Path workspace) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Checkout.class.getName()));
    words.addAll(List.of(url, path, mirrors.toString(), workspace.toString()));
    return words;
  }

  private void time(int turn, String what, List<String> command)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Commands.run(command, folder);
    double took = (System.nanoTime() - start) / 1e6;
    times.computeIfAbsent(what, key -> new double[turns])[turn] = took;
    System.err.printf(Locale.ROOT, "%s: %.0f ms%n", what, took);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }
}
