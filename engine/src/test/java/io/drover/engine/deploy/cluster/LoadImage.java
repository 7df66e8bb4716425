package io.drover.engine.deploy.cluster;

import io.drover.engine.deploy.cluster.load.LoadServer;
import io.drover.engine.process.Command;
import io.drover.testing.ScratchImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An image with this machine's Java, as small as it gets, and the programs of the package {@code
 * load}. It starts the server.
 */
final class LoadImage {
  private static final Pattern LIBRARY =
      Pattern.compile("(?:=> |^\\s*)(/\\S+) \\(", Pattern.MULTILINE);

  /** A client and several servers run beside each other on small machines. */
  private static final List<String> JAVA =
      List.of(
          "/java/bin/java",
          "-Xmx32m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-cp",
          "/classes");

  private LoadImage() {}

  /**
   * Builds and pushes it.
   *
   * @return repository and digest
   */
  static String push(String registry, Path folder) throws IOException, InterruptedException {
    Path root = folder.resolve("root");
    Path java = root.resolve("java");
    Files.createDirectories(root);
    run(
        Path.of(System.getProperty("java.home"), "bin/jlink").toString(),
        "--add-modules=java.base",
        "--strip-java-debug-attributes",
        "--no-header-files",
        "--no-man-pages",
        "--vm=server",
        "--output=" + java);
    for (String library : libraries(java)) {
      Path target = Files.createDirectories(root.resolve(library.substring(1)).getParent());
      Files.copy(
          Path.of(library),
          target.resolve(Path.of(library).getFileName()),
          StandardCopyOption.REPLACE_EXISTING);
    }
    classes(root.resolve("classes"));
    // For the pause before the end, which Kubernetes before 1.30 leaves to a program.
    Files.copy(
        Path.of("/bin/busybox"), Files.createDirectories(root.resolve("bin")).resolve("sleep"));
    return ScratchImage.push(
        registry + "/drover-test/load",
        root,
        "--user=65532:65532",
        "--env=PATH=/bin",
        "--cmd=" + json(command(LoadServer.class.getName())));
  }

  /** How a program of the image is started. */
  static List<String> command(String... program) {
    return Stream.concat(JAVA.stream(), Stream.of(program)).toList();
  }

  private static String json(List<String> words) {
    return words.stream().map(word -> '"' + word + '"').toList().toString();
  }

  private static TreeSet<String> libraries(Path java) throws InterruptedException {
    TreeSet<String> libraries = new TreeSet<>();
    for (String file : List.of("bin/java", "lib/server/libjvm.so", "lib/libnet.so")) {
      Matcher library = LIBRARY.matcher(run("ldd", java.resolve(file).toString()));
      while (library.find()) {
        if (!library.group(1).startsWith(java.toString())) {
          libraries.add(library.group(1));
        }
      }
    }
    return libraries;
  }

  private static void classes(Path to) throws IOException {
    String name = LoadServer.class.getName().replace('.', '/');
    Path from;
    try {
      from =
          Path.of(LoadServer.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .resolve(name)
              .getParent();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    Path folder = Files.createDirectories(to.resolve(name).getParent());
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  private static String run(String... command) throws InterruptedException {
    return Command.of(command)
        .timeout(Duration.ofMinutes(3))
        .check(String.join(" ", command))
        .output();
  }
}
