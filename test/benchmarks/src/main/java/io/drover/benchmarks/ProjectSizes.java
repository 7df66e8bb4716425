package io.drover.benchmarks;

import io.drover.config.reader.ConfigurationReader;
import io.drover.config.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out how big a project can be. */
final class ProjectSizes {
  static final int ENVIRONMENTS = 3;

  private ProjectSizes() {}

  /** The most services in three environments that the reader takes. */
  static int largest(Path folder) throws IOException {
    int fits = 1;
    int tooBig = 100_000 / ENVIRONMENTS;
    while (tooBig - fits > 1) {
      int applications = (fits + tooBig) >>> 1;
      if (isRight(new ProjectGenerator(applications, ENVIRONMENTS), folder)) {
        fits = applications;
      } else {
        tooBig = applications;
      }
    }
    return fits * ENVIRONMENTS;
  }

  private static boolean isRight(ProjectGenerator generator, Path folder) throws IOException {
    generator.write(folder);
    return Files.size(folder.resolve("environments.yaml")) <= YamlFile.MOST_BYTES
        && !ConfigurationReader.read(folder).hasErrors();
  }
}
