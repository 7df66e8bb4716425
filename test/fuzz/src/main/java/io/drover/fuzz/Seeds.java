package io.drover.fuzz;

import io.drover.config.schema.FileKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The files that fuzzing begins with: the examples, and the golden cases of the reader.
 *
 * @param cases three files each; a file that a case has not is left out
 */
record Seeds(List<Map<FileKind, byte[]>> cases) {
  private static final Path CASES = Path.of("config-yaml-schema/src/test/resources/cases");
  private static final int BIGGEST = 4 * 1024;

  /**
   * Reads the seeds.
   *
   * @param root root of the repository
   */
  static Seeds read(Path root) throws IOException {
    List<Path> folders = new ArrayList<>(List.of(root.resolve("examples/shop")));
    try (Stream<Path> cases = Files.list(root.resolve(CASES))) {
      cases.sorted().forEach(folders::add);
    }
    List<Map<FileKind, byte[]>> read = new ArrayList<>();
    for (Path folder : folders) {
      read.add(files(folder));
    }
    return new Seeds(List.copyOf(read));
  }

  private static Map<FileKind, byte[]> files(Path folder) throws IOException {
    Map<FileKind, byte[]> files = new EnumMap<>(FileKind.class);
    for (FileKind kind : FileKind.OF_PROJECT) {
      for (String name : kind.names()) {
        Path file = folder.resolve(name);
        if (Files.isRegularFile(file) && Files.size(file) <= BIGGEST) {
          files.put(kind, Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  /** Random inputs, the same at every call: for targets that make files out of any bytes. */
  static List<byte[]> noise(int count, int longest) {
    Random random = new Random(1);
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] input = new byte[1 + random.nextInt(longest)];
      random.nextBytes(input);
      inputs.add(input);
    }
    return inputs;
  }
}
