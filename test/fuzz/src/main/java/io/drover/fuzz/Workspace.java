package io.drover.fuzz;

import com.github.marschall.memoryfilesystem.MemoryFileSystemBuilder;
import io.drover.config.schema.FileKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * A folder with the three files, of which only those that changed are written again. It lies in
 * memory, because on disk the writing takes longer than the reading and the checks.
 */
final class Workspace {
  private final Path folder;
  private final Map<FileKind, byte[]> files = new EnumMap<>(FileKind.class);

  private Workspace(Path folder) {
    this.folder = folder;
  }

  /** Makes a new folder. */
  static Workspace create() throws IOException {
    return new Workspace(
        Files.createDirectory(MemoryFileSystemBuilder.newLinux().build().getPath("/files")));
  }

  Path folder() {
    return folder;
  }

  byte[] bytes(FileKind kind) {
    return files.get(kind);
  }

  void write(FileKind kind, byte[] bytes) throws IOException {
    if (!Arrays.equals(files.get(kind), bytes)) {
      Files.write(folder.resolve(kind.preferredName()), bytes);
      files.put(kind, bytes);
    }
  }

  /** Copies the files, so that they can be looked at and kept. */
  void copyTo(Path other) throws IOException {
    Files.createDirectories(other);
    for (Map.Entry<FileKind, byte[]> file : files.entrySet()) {
      Files.write(other.resolve(file.getKey().preferredName()), file.getValue());
    }
  }
}
