package io.drover.benchmarks;

import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A component and an image with some 100 MB of Debian packages as dependencies: from the archive,
 * and from the cache. All that comes from outside passes a proxy that counts.
 */
final class PackagesBenchmark implements AutoCloseable {
  private static final String PROJECT = "bench-packages";
  private static final String PACKAGES = "[build-essential, openjdk-17-jre-headless]";
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final Path folder;
  private final String drover;
  private final Path project;
  private final CountingProxy proxy;
  private int runs;

  /**
   * A benchmark that keeps all that it makes in a folder.
   *
   * @param folder an empty one with a short path, as GnuPG takes no long ones
   */
  PackagesBenchmark(Path folder, String drover) throws IOException {
    this.folder = folder;
    this.drover = drover;
    this.project = Files.createDirectories(folder.resolve("project"));
    this.proxy = new CountingProxy();
  }

  /** Measures; the table is printed and written. */
  void run(Path out) throws Exception {
    // The base, which is no package, is there for both.
    write("[]");
    drover("run", "--target", "none");
    proxy.taken();
    write(PACKAGES);
    Report report =
        new Report("packages", List.of("build", "requests to the outside", "MB from there", "s"));
    measure(report, "cold");
    // Nobody has the images any more, and the sources are others.
    Trees.delete(
        state().resolve("servers/registry/data/docker/registry/v2/repositories/" + PROJECT));
    measure(report, "again, from the cache");
    report.finish(out);
  }

  private void measure(Report report, String what) throws Exception {
    runs++;
    Files.writeString(project.resolve("source"), "run " + runs);
    long start = System.nanoTime();
    drover("run", "--target", "none");
    double seconds = (System.nanoTime() - start) / 1e9;
    CountingProxy.Traffic traffic = proxy.taken();
    report.add(
        what,
        List.of(
            "" + traffic.requests(),
            String.format(Locale.ROOT, "%.1f", traffic.bytes() / 1e6),
            String.format(Locale.ROOT, "%.1f", seconds)),
        Map.of("time", new Samples(new double[] {seconds * 1e3})));
  }

  private void write(String packages) throws IOException {
    Files.writeString(
        project.resolve("build.yaml"),
        """
        project: %s
        components:
          - name: web
            type: files
            repository: {path: .}
            dependencies: %s
            build: [cp source made]
            artifacts: [made]
        """
            .formatted(PROJECT, packages));
    Files.writeString(
        project.resolve("application.yaml"),
        """
        project: %s
        applications:
          - name: web
            runtime: debian:12
            dependencies: %s
        """
            .formatted(PROJECT, packages));
    Files.writeString(
        project.resolve("environments.yaml"),
        """
        project: %s
        environments:
          - name: dev
            services: [{name: web, port: 8080}]
        """
            .formatted(PROJECT));
    Files.writeString(project.resolve("source"), "nothing");
  }

  private Path state() {
    return folder.resolve("s/drover").resolve(PROJECT);
  }

  private void drover(String... words) throws InterruptedException {
    List<String> line = new ArrayList<>(List.of(drover));
    line.addAll(List.of(words));
    Command.Result result =
        Command.of(line)
            .in(project)
            .with("XDG_STATE_HOME", folder.resolve("s").toString())
            .with("XDG_CACHE_HOME", folder.resolve("c").toString())
            .with("http_proxy", proxy.address())
            .timeout(LONGEST)
            .run();
    if (result.timedOut()) {
      throw new IllegalStateException("no end after %d minutes".formatted(LONGEST.toMinutes()));
    }
    if (!result.succeeded()) {
      throw new IllegalStateException(result.output() + result.error());
    }
  }

  @Override
  public void close() throws InterruptedException {
    drover("down", "--purge");
    proxy.close();
    Trees.delete(folder);
  }
}
