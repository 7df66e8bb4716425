package io.drover.jenkins.image;

import io.drover.engine.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * What {@code bake} lays out. {@code DROVER_TEST_JENKINS_WAR} names Jenkins' war, {@code
 * DROVER_TEST_JENKINS_PLUGINS} a folder with the plugins of {@code plugins.txt}; ours is the one
 * that was built last.
 */
final class BakedImage {
  private static final String WAR = System.getenv().getOrDefault("DROVER_TEST_JENKINS_WAR", "");
  private static final String PLUGINS =
      System.getenv().getOrDefault("DROVER_TEST_JENKINS_PLUGINS", "");
  private static final Path OURS = Path.of("../plugin/target/drover.hpi").toAbsolutePath();

  private BakedImage() {}

  /** An image in a folder; without Jenkins the tests of a class are skipped. */
  static Path in(Path shared, Class<?> tests) throws IOException, InterruptedException {
    boolean there = !WAR.isEmpty() && !PLUGINS.isEmpty() && Files.exists(OURS);
    if (!there) {
      System.err.println(
          "SKIPPED %s: DROVER_TEST_JENKINS_WAR or DROVER_TEST_JENKINS_PLUGINS name nothing, or %s is missing"
              .formatted(tests.getName(), OURS));
    }
    Assumptions.assumeTrue(there, "no Jenkins to start");
    return in(shared, OURS);
  }

  /** An image with another version of our plugin. */
  static Path in(Path shared, Path ours) throws IOException, InterruptedException {
    Path plugins = Files.createDirectory(shared.resolve("plugins"));
    try (Stream<Path> files = Files.list(Path.of(PLUGINS))) {
      for (Path file : files.filter(f -> !f.toString().contains("drover.")).toList()) {
        Files.createSymbolicLink(plugins.resolve(file.getFileName()), file.toAbsolutePath());
      }
    }
    Files.createSymbolicLink(plugins.resolve("drover.hpi"), ours);
    Path image = shared.resolve("image");
    Command.of("./bake", WAR, plugins.toString(), image.toString()).check("laying out the image");
    return image;
  }
}
