package io.drover.benchmarks;

import io.drover.config.model.Source;
import io.drover.engine.secret.Masking;
import io.drover.engine.secret.SecretFiles;
import io.drover.engine.version.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Finds the version of sources and writes their files, as a build does before its first line. */
public final class Checkout {
  private Checkout() {}

  /**
   * Checks out.
   *
   * @param arguments URL of the repository, path in it, folder of the mirrors, workspace
   */
  public static void main(String[] arguments) throws InterruptedException {
    Source source =
        new Source(Optional.of(arguments[0]), Optional.empty(), Optional.empty(), arguments[1]);
    Sources sources =
        Sources.open(
            Path.of(arguments[2]),
            Path.of(arguments[2]),
            Duration.ofMinutes(2),
            new SecretFiles(Path.of(arguments[2], "secrets"), new Masking()));
    sources.checkOut(source, sources.resolve(source), Path.of(arguments[3]));
  }
}
