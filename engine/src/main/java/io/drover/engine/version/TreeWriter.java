package io.drover.engine.version;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Writes the files of a git tree, byte by byte as they were committed: no line ends are changed and
 * no filters run, so that every machine gets the same. Modes become 644 or 755. A submodule becomes
 * an empty folder, as in a plain clone.
 */
final class TreeWriter {
  private final ObjectReader reader;

  TreeWriter(ObjectReader reader) {
    this.reader = reader;
  }

  /**
   * Writes a tree into a folder.
   *
   * @param tree id of the tree
   * @param folder an empty folder
   */
  void write(ObjectId tree, Path folder) throws IOException, InterruptedException {
    CanonicalTreeParser entries = new CanonicalTreeParser();
    entries.reset(reader, tree);
    for (; !entries.eof(); entries.next()) {
      Failures.checkInterrupt();
      Path target = folder.resolve(safe(entries.getEntryPathString()));
      int mode = entries.getEntryRawMode();
      if (FileMode.TREE.equals(mode)) {
        // Fails where something is there already: a folder is never written through a link.
        Files.createDirectory(target);
        write(entries.getEntryObjectId(), target);
      } else if (FileMode.GITLINK.equals(mode)) {
        Files.createDirectory(target);
      } else if (FileMode.SYMLINK.equals(mode)) {
        byte[] link = reader.open(entries.getEntryObjectId(), Constants.OBJ_BLOB).getBytes();
        Files.createSymbolicLink(target, Path.of(new String(link, StandardCharsets.UTF_8)));
      } else {
        writeFile(entries.getEntryObjectId(), target, FileMode.EXECUTABLE_FILE.equals(mode));
      }
    }
  }

  private void writeFile(ObjectId blob, Path target, boolean executable) throws IOException {
    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      reader.open(blob, Constants.OBJ_BLOB).copyTo(out);
    } catch (IOException e) {
      throw Failures.at(target, e);
    }
    Files.setPosixFilePermissions(target, executable ? FileTree.EXECUTABLE : FileTree.PLAIN);
  }

  /** Trees made by hand can hold names that git itself would never write. */
  private static String safe(String name) throws IOException {
    if (name.isEmpty()
        || name.contains("/")
        || name.equals(".")
        || name.equals("..")
        || name.equalsIgnoreCase(".git")) {
      throw new FileSystemException(name, null, "this name must not be in a repository");
    }
    return name;
  }
}
