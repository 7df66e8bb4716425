package io.drover.benchmarks;

import io.drover.engine.file.Trees;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A component and an image with some 100 MB of Debian packages as dependencies: from the archive,
 * and from the cache. All that comes from outside passes a proxy that counts.
 */
final class PackagesBenchmark implements AutoCloseable {
  private static final String PROJECT = "bench-packages";
  private static final String PACKAGES = "[build-essential, openjdk-17-jre-headless]";
  private static final long LONGEST_MINUTES = 30;

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

  private void drover(String... words) throws IOException, InterruptedException {
    File log = folder.resolve("log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(drover)
            .directory(project.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log));
    builder.command().addAll(List.of(words));
    builder.environment().put("XDG_STATE_HOME", folder.resolve("s").toString());
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("c").toString());
    builder.environment().put("http_proxy", proxy.address());
    Process process = builder.start();
    if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
      process.destroy();
      throw new IllegalStateException("no end after %d minutes".formatted(LONGEST_MINUTES));
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(Files.readString(log.toPath()));
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    drover("down", "--purge");
    proxy.close();
    Trees.delete(folder);
  }
}
