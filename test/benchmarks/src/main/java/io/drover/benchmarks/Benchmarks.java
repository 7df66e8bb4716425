package io.drover.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs a benchmark, as {@code test/benchmarks/run} does. */
public final class Benchmarks {
  private static final List<Integer> SIZES = List.of(100, 1_000, 10_000);
  private static final int TURNS = 7;

  private final Path root;
  private final Path out;

  private Benchmarks(Path root) {
    this.root = root;
    this.out = root.resolve("test/benchmarks/target");
  }

  /**
   * Runs a benchmark.
   *
   * @param arguments the repository's root, the name of the benchmark, the numbers of services,
   *     separated by commas, how often each is done, and the round trip to the cluster in
   *     milliseconds; 0: as it is
   */
  public static void main(String[] arguments) throws Exception {
    String name = arguments[1];
    Benchmarks benchmarks = new Benchmarks(Path.of(arguments[0]).toAbsolutePath().normalize());
    // builds it, so that no build is timed
    Commands.run(List.of(benchmarks.drover(), "--version"), benchmarks.root);
    switch (name) {
      case "start" -> benchmarks.start();
      case "validate" -> benchmarks.validate();
      case "jobs" -> new JobsBenchmark(benchmarks.out, benchmarks.drover(), TURNS).run();
      case "seed" ->
          new SeedBenchmark(benchmarks.out, benchmarks.drover(), Integer.parseInt(arguments[3]))
              .run();
      case "deploy" ->
          benchmarks.deploy(
              arguments[2], Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
      case "agent-image" -> benchmarks.agentImage(Integer.parseInt(arguments[3]));
      case "packages" -> benchmarks.packages();
      case "images" -> benchmarks.images(Integer.parseInt(arguments[3]));
      case "load-start" ->
          new LoadStart(
                  benchmarks.drover(),
                  Files.createTempDirectory("load-start"),
                  System.getenv("DROVER_TEST_REGISTRY"),
                  Integer.parseInt(arguments[3]))
              .run(benchmarks.out);
      case "sources" ->
          new SourcesBenchmark(benchmarks.out.resolve("sources"), Integer.parseInt(arguments[3]))
              .run(benchmarks.out);
      case "agent-start" ->
          new AgentStart(
                  Files.createTempDirectory("agent-start"), System.getenv("DROVER_TEST_REGISTRY"))
              .run(benchmarks.out);
      default -> throw new IllegalArgumentException("There is no benchmark " + name);
    }
  }

  private void deploy(String sizes, int turns, int roundTrip) throws Exception {
    List<Integer> services = Arrays.stream(sizes.split(",")).map(Integer::valueOf).toList();
    Path folder = Files.createDirectories(out.resolve("deploy"));
    if (roundTrip == 0) {
      new DeployBenchmark(folder, drover(), turns, List.of()).run(services, out);
      return;
    }
    try (FarCluster far = FarCluster.open(folder, Duration.ofMillis(roundTrip))) {
      new DeployBenchmark(folder, drover(), turns, far.environment()).run(services, out);
    }
  }

  private void agentImage(int turns) throws Exception {
    new AgentImageBenchmark(out.resolve("agent-image"), turns).run(out);
  }

  private void packages() throws Exception {
    Path folder = Files.createTempDirectory("drover-bench");
    try (PackagesBenchmark benchmark = new PackagesBenchmark(folder, drover())) {
      benchmark.run(out);
    }
  }

  private void images(int turns) throws Exception {
    // Its own folder is short, as GnuPG takes no long ones.
    Path folder = Files.createTempDirectory("drover-bench");
    try (ImagesBenchmark benchmark = new ImagesBenchmark(folder, turns)) {
      benchmark.run(out);
    }
  }

  private void start() throws Exception {
    Path jar = root.resolve("cli/target/drover.jar");
    Path archive = root.resolve("cli/target/drover.jsa");
    List<String> java = new ArrayList<>(javaVersion());
    java.remove(java.size() - 1);
    List<String> with = new ArrayList<>(java);
    with.add(1, "-XX:SharedArchiveFile=" + archive);
    for (List<String> command : List.of(java, with)) {
      command.addAll(List.of("-cp", jar.toString(), "io.drover.cli.Main"));
    }
    List<String> validate = List.of("validate", "examples/shop");
    Map<String, Samples> samples =
        new Commands(root)
            .withOne("java -version", javaVersion())
            .withOne("drover --version", List.of(drover(), "--version"))
            .withOne("drover validate examples/shop", both(List.of(drover()), validate))
            .withOne("without launcher: --version", both(with, List.of("--version")))
            .withOne("without launcher: validate", both(with, validate))
            .withOne("without archive: --version", both(java, List.of("--version")))
            .withOne("without archive: validate", both(java, validate))
            .time(TURNS);
    Report report =
        new Report("start", List.of("what", "ms: median (least)", "of the JVM's floor"));
    Samples floor = samples.get("java -version");
    samples.forEach(
        (what, one) ->
            report.add(what, List.of(one.text(), ratio(one, floor)), Map.of("time", one)));
    report.finish(out);
  }

  private void validate() throws Exception {
    Path projects = Files.createDirectories(out.resolve("projects"));
    List<Integer> sizes = new ArrayList<>(SIZES);
    int largest = ProjectSizes.largest(projects.resolve("largest"));
    sizes.removeIf(size -> size > largest);
    sizes.add(largest);
    Ajv ajv = Ajv.install(out.resolve("npm"));
    Report report =
        new Report(
            "validate",
            List.of(
                "services",
                "MiB",
                "java -version",
                "validate",
                "of the floor",
                "plan",
                "ajv-cli, 3 files",
                "validate / ajv",
                "warm: read",
                "warm: plan"));
    Map<String, Samples> inside = InProcess.time(sizes, projects);
    for (int size : sizes) {
      report(report, size, projects, ajv, inside);
    }
    report.finish(out);
    System.out.println(
        "Cells: median (least) in ms; the largest project that the reader takes has "
            + largest
            + " services.");
  }

  private void report(Report report, int size, Path projects, Ajv ajv, Map<String, Samples> inside)
      throws Exception {
    Path project = projects.resolve("services-" + size);
    ProjectGenerator.ofServices(size, ProjectSizes.ENVIRONMENTS).write(project);
    String name = project.toString();
    Map<String, Samples> samples =
        new LinkedHashMap<>(
            new Commands(root)
                .withOne("java", javaVersion())
                .withOne("validate", List.of(drover(), "validate", name))
                .withOne("plan", List.of(drover(), "plan", "--format", "json", name))
                .with("ajv", ajv.commands(project))
                .time(TURNS));
    samples.put("read", inside.get("read-" + size));
    samples.put("planned", inside.get("plan-" + size));
    Samples validate = samples.get("validate");
    double mebibytes = Files.size(project.resolve("environments.yaml")) / (1024.0 * 1024.0);
    report.add(
        String.valueOf(size),
        List.of(
            String.format(Locale.ROOT, "%.2f", mebibytes),
            samples.get("java").text(),
            validate.text(),
            ratio(validate, samples.get("java")),
            samples.get("plan").text(),
            samples.get("ajv").text(),
            ratio(validate, samples.get("ajv")),
            samples.get("read").text(),
            samples.get("planned").text()),
        samples);
  }

  /** The floor: a JVM that does nothing, started with the launcher's flags. */
  private static List<String> javaVersion() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xshare:auto",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-version");
  }

  private String drover() {
    return root.resolve("drover").toString();
  }

  private static List<String> both(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private static String ratio(Samples one, Samples other) {
    return String.format(Locale.ROOT, "%.1f ×", one.median() / other.median());
  }
}
