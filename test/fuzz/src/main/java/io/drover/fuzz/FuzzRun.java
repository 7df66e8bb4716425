package io.drover.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts Jazzer for each target in a process of its own and says what came of it. All that Jazzer
 * writes (its native library, crash files, the corpus) lies below the folder {@code out}.
 */
public final class FuzzRun {
  private static final long MOST_INPUTS = 1_000_000_000L;
  private static final int MOST_FINDINGS = 20;

  /** Bytes; longer inputs find little more and cost much. */
  private static final int LONGEST_INPUT = 2048;

  private static final List<String> HOOKS =
      Stream.of("RegexRoadblocks", "RegexInjection")
          .map(name -> "com.code_intelligence.jazzer.sanitizers." + name)
          .toList();

  private final Path root;
  private final Path out;
  private final String classPath;

  FuzzRun(Path root, Path out, String classPath) {
    this.root = root;
    this.out = out;
    this.classPath = classPath;
  }

  /**
   * Fuzzes all targets.
   *
   * @param arguments the repository's root, the folder for what is written, the number of inputs
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    if (arguments.length != 3 || !arguments[2].matches("[1-9][0-9]{0,9}")) {
      System.err.println("usage: test/fuzz/run [--inputs N]");
      System.exit(2);
    }
    Path out = Path.of(arguments[1]).toAbsolutePath();
    FuzzRun run =
        new FuzzRun(
            Path.of(arguments[0]).toAbsolutePath(), out, System.getProperty("java.class.path"));
    long inputs = Math.min(MOST_INPUTS, Long.parseLong(arguments[2]));
    List<Outcome> outcomes = run.run(inputs, (int) (System.nanoTime() & 0x7FFFFFFF), 3600);
    System.out.print(Outcome.table(outcomes));
    System.exit(outcomes.stream().allMatch(Outcome::isGood) ? 0 : 1);
  }

  /**
   * Fuzzes all targets at the same time.
   *
   * @param inputs in sum, at least
   * @param seed of the fuzzer's random numbers
   * @param seconds after which a target is stopped, which is a finding
   */
  List<Outcome> run(long inputs, int seed, long seconds)
      throws IOException, InterruptedException, ExecutionException {
    delete(out);
    long share = (inputs + Target.values().length - 1) / Target.values().length;
    ExecutorService workers = Executors.newFixedThreadPool(Target.values().length);
    try {
      List<Future<Outcome>> running = new ArrayList<>();
      for (Target target : Target.values()) {
        running.add(workers.submit(() -> run(target, share, seed, seconds)));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> one : running) {
        outcomes.add(one.get());
      }
      return outcomes;
    } finally {
      workers.shutdownNow();
    }
  }

  private Outcome run(Target target, long inputs, int seed, long seconds)
      throws IOException, InterruptedException {
    Path folder = out.resolve(target.lowerCaseName());
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Files.createDirectories(folder.resolve("tmp"));
    int number = 0;
    for (byte[] input : target.inputs(Seeds.read(root))) {
      Files.write(corpus.resolve("seed-" + number++), input);
    }
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command(target, folder, inputs, seed))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    boolean ended = false;
    try {
      ended = process.waitFor(seconds, TimeUnit.SECONDS);
    } finally {
      process.destroyForcibly();
    }
    double took = (System.nanoTime() - start) / 1e9;
    delete(folder.resolve("tmp"));
    return Outcome.of(target, folder, took, ended ? process.exitValue() : -1);
  }

  private List<String> command(Target target, Path folder, long inputs, int seed) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m", "-Xss1m"));
    command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    command.add("-Dfuzz.target=" + target.name());
    command.add("-Dfuzz.root=" + root);
    command.add("-Dfuzz.out=" + folder);
    command.addAll(List.of("-cp", classPath, "com.code_intelligence.jazzer.Jazzer"));
    command.add("--target_class=" + Fuzzer.class.getName());
    command.add("--instrumentation_includes=io.drover.config.**:org.yaml.snakeyaml.**");
    // Jazzer's hooks in maps, texts and expressions make a read forty times slower and bigger
    command.add("--custom_hook_includes=none");
    command.add("--disabled_hooks=" + String.join(":", HOOKS));
    command.add("--trace=cov");
    command.add("--keep_going=" + MOST_FINDINGS);
    command.add("--reproducer_path=" + folder);
    command.add("-artifact_prefix=" + folder + "/");
    command.add("-runs=" + inputs);
    command.add("-seed=" + seed);
    command.add("-max_len=" + LONGEST_INPUT);
    command.add("-timeout=120");
    command.add("-print_final_stats=1");
    command.add(folder.resolve("corpus").toString());
    return command;
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  /** What a process left; empty when it ended before it could write it. */
  static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    if (Files.exists(file)) {
      try (var in = Files.newBufferedReader(file)) {
        properties.load(in);
      }
    }
    return properties;
  }
}
