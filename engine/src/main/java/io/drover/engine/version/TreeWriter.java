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
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Writes the files of a git tree, byte by byte as they were committed: no line ends are changed and
 * no filters run, so that every machine gets the same. Modes become 644 or 755.
 */
final class TreeWriter {
  private final ObjectReader reader;
  private final LfsPointers pointers;
  private final SubmoduleWriter submodules;

  /** Writes the files of submodules. */
  interface SubmoduleWriter {
    /**
     * Writes one.
     *
     * @param path in the repository
     * @param commit the commit that is wanted of it
     * @param folder an empty folder
     */
    void write(String path, ObjectId commit, Path folder) throws IOException, InterruptedException;
  }

  TreeWriter(ObjectReader reader, LfsPointers pointers, SubmoduleWriter submodules) {
    this.reader = reader;
    this.pointers = pointers;
    this.submodules = submodules;
  }

  /**
   * Writes a tree into a folder.
   *
   * @param tree id of the tree
   * @param path of the tree in the repository; empty for all of it
   * @param folder an empty folder
   */
  void write(ObjectId tree, String path, Path folder) throws IOException, InterruptedException {
    CanonicalTreeParser entries = new CanonicalTreeParser();
    entries.reset(reader, tree);
    for (; !entries.eof(); entries.next()) {
      Failures.checkInterrupt();
      String entry = safe(entries.getEntryPathString());
      String name = path.isEmpty() ? entry : path + "/" + entry;
      Path target = folder.resolve(entry);
      int mode = entries.getEntryRawMode();
      if (FileMode.TREE.equals(mode)) {
        // Fails where something is there already: a folder is never written through a link.
        Files.createDirectory(target);
        write(entries.getEntryObjectId(), name, target);
      } else if (FileMode.GITLINK.equals(mode)) {
        submodules.write(name, entries.getEntryObjectId(), Files.createDirectory(target));
      } else if (FileMode.SYMLINK.equals(mode)) {
        byte[] link = reader.open(entries.getEntryObjectId(), Constants.OBJ_BLOB).getBytes();
        Files.createSymbolicLink(target, Path.of(new String(link, StandardCharsets.UTF_8)));
      } else {
        writeFile(entries.getEntryObjectId(), name, target, FileMode.EXECUTABLE_FILE.equals(mode));
      }
    }
  }

  private void writeFile(ObjectId blob, String name, Path target, boolean executable)
      throws IOException {
    ObjectLoader content = reader.open(blob, Constants.OBJ_BLOB);
    if (content.getSize() < LfsPointers.SIZE_LIMIT) {
      pointers.look(name, content.getCachedBytes());
    }
    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      content.copyTo(out);
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
