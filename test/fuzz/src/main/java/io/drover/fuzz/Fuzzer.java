package io.drover.fuzz;

import io.drover.config.schema.FileKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The class that Jazzer calls, once for each input. The system properties {@code fuzz.target},
 * {@code fuzz.root} (of the repository) and {@code fuzz.out} (a folder) say what to do.
 */
public final class Fuzzer {
  /** Threads that hang would pile up; the first findings say enough. */
  private static final int MOST_KEPT = 50;

  private static Target target;
  private static Seeds seeds;
  private static Workspace workspace;
  private static Invariants invariants;
  private static Path out;
  private static int findings;
  private static final Measures MEASURES = new Measures();

  private Fuzzer() {}

  /** Called by Jazzer before the first input. */
  public static void fuzzerInitialize() throws IOException {
    target = Target.valueOf(System.getProperty("fuzz.target"));
    seeds = Seeds.read(Path.of(System.getProperty("fuzz.root")));
    out = Path.of(System.getProperty("fuzz.out"));
    workspace = Workspace.create();
    invariants = new Invariants(workspace, MEASURES);
  }

  /** Called by Jazzer with each input; whatever it throws is a finding. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    for (Map.Entry<FileKind, byte[]> file : target.files(input, seeds).entrySet()) {
      workspace.write(file.getKey(), file.getValue());
    }
    try {
      invariants.check();
    } catch (RuntimeException | Error e) {
      if (++findings <= MOST_KEPT) {
        workspace.copyTo(out.resolve("finding-" + findings));
      }
      throw e;
    }
  }

  /** Called by Jazzer after the last input. */
  public static void fuzzerTearDown() {
    MEASURES.write(out.resolve("measures.properties"));
  }
}
