package io.drover.engine.image.layers;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A Debian package file, opened by dpkg-deb, which knows every way of compression that one may
 * have.
 *
 * @param file the file
 */
record Deb(Path file) {
  private static final long LARGEST_CONTROL = 64L * 1024 * 1024;

  /** Takes the entries of an archive one by one. */
  interface Visitor {
    void visit(TarArchiveEntry entry, TarArchiveInputStream content) throws IOException;
  }

  /** The control archive: file name to content, sorted. */
  Map<String, byte[]> control() {
    Map<String, byte[]> files = new TreeMap<>();
    visit(
        "--ctrl-tarfile",
        (entry, content) -> {
          if (entry.isFile() && entry.getSize() < LARGEST_CONTROL) {
            files.put(FileTree.plain(entry.getName()), content.readAllBytes());
          }
        });
    return files;
  }

  /** Walks over the package's files in the order of its archive. */
  void files(Visitor visitor) {
    visit("--fsys-tarfile", visitor);
  }

  private void visit(String option, Visitor visitor) {
    Process process = start(option);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(process.getInputStream(), StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        visitor.visit(e, tar);
      }
      process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
      String error =
          new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.onExit().join().exitValue() != 0) {
        throw new WorkFailedException(
            "could not unpack %s: %s".formatted(file.getFileName(), error));
      }
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not unpack %s: %s".formatted(file.getFileName(), Trees.why(e)), e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Not a Command, which reads text and keeps it. */
  private Process start(String option) {
    try {
      return new ProcessBuilder("dpkg-deb", option, file.toString()).start();
    } catch (IOException e) {
      throw new WorkFailedException("could not start dpkg-deb: " + e.getMessage(), e);
    }
  }
}
