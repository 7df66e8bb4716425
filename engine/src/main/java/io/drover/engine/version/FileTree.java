package io.drover.engine.version;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Files below a folder: regular ones with or without the executable bit, and symbolic links, which
 * are never followed. Empty folders do not count, as in git; nor do sockets and devices.
 *
 * @param root the folder
 * @param names paths relative to it, with {@code /} between names
 */
record FileTree(Path root, SortedSet<String> names) {
  static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-r--r--");
  static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");
  private static final int HASH_DIGITS = 12;
  private static final int CHUNK = 1 << 16;

  /** All files below a folder but those of git itself. */
  static FileTree all(Path root) throws IOException {
    SortedSet<String> names = new TreeSet<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isGit(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!attributes.isOther() && !isGit(file)) {
              names.add(root.relativize(file).toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return new FileTree(root, names);
  }

  private static boolean isGit(Path file) {
    return file.endsWith(".git");
  }

  /**
   * A hash over paths, modes and contents. It does not depend on the machine, on file times, owners
   * or the order of folders.
   *
   * @return 12 hex digits
   */
  String hash() throws IOException, InterruptedException {
    MessageDigest tree = sha256();
    MessageDigest content = sha256();
    byte[] buffer = new byte[CHUNK];
    for (String name : names) {
      Failures.checkInterrupt();
      Path file = root.resolve(name);
      PosixFileAttributes attributes = attributes(file);
      tree.update((mode(attributes) + " " + name + "\0").getBytes(StandardCharsets.UTF_8));
      if (attributes.isSymbolicLink()) {
        String target = Files.readSymbolicLink(file).toString();
        content.update(target.getBytes(StandardCharsets.UTF_8));
      } else {
        try (InputStream in = Files.newInputStream(file)) {
          for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            content.update(buffer, 0, n);
          }
        }
      }
      tree.update(content.digest());
    }
    return HexFormat.of().formatHex(tree.digest()).substring(0, HASH_DIGITS);
  }

  /**
   * Copies the files; modes become 644 or 755, whatever the machine's umask says.
   *
   * @throws WorkFailedException if git-lfs has not put its files there
   */
  void copyTo(Path target) throws IOException, InterruptedException {
    LfsPointers pointers = new LfsPointers();
    Set<Path> folders = new HashSet<>();
    for (String name : names) {
      Failures.checkInterrupt();
      Path from = root.resolve(name);
      Path to = target.resolve(name);
      if (folders.add(to.getParent())) {
        Files.createDirectories(to.getParent());
      }
      PosixFileAttributes attributes = attributes(from);
      if (attributes.isSymbolicLink()) {
        Files.createSymbolicLink(to, Files.readSymbolicLink(from));
      } else {
        copy(from, to, isExecutable(attributes));
        if (attributes.size() < LfsPointers.SIZE_LIMIT) {
          pointers.look(name, Files.readAllBytes(to));
        }
      }
    }
    pointers.refuse(root.toString());
  }

  private static void copy(Path from, Path to, boolean executable) throws IOException {
    try (InputStream in = Files.newInputStream(from);
        OutputStream out = Files.newOutputStream(to)) {
      in.transferTo(out);
    } catch (IOException e) {
      throw Failures.at(to, e);
    }
    Files.setPosixFilePermissions(to, executable ? EXECUTABLE : PLAIN);
  }

  private static String mode(PosixFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return "120000";
    }
    return isExecutable(attributes) ? "100755" : "100644";
  }

  private static boolean isExecutable(PosixFileAttributes attributes) {
    return attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
  }

  private static PosixFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new WorkFailedException("this Java has no SHA-256", e);
    }
  }
}
