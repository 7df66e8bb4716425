package io.drover.engine.image.layers;

import com.jcraft.jzlib.Deflater;
import com.jcraft.jzlib.GZIPOutputStream;
import com.jcraft.jzlib.JZlib;
import io.drover.engine.image.layers.FileTree.Kind;
import io.drover.engine.image.layers.FileTree.Node;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes a layer, the same bytes on every machine: owners are numbers, times are whole seconds, and
 * it is compressed by Java code of our own classpath, as the JDK uses the machine's zlib, of which
 * there are several.
 */
final class LayerWriter implements Closeable {
  private static final int GZIP = 15 + 16;
  private static final int LEVEL = 6;
  private static final int BUFFER = 1 << 16;

  private final Hashed packed;
  private final Hashed plain;
  private final TarArchiveOutputStream tar;

  private LayerWriter(OutputStream out) throws IOException {
    packed = new Hashed(new BufferedOutputStream(out, BUFFER));
    Deflater deflater = new Deflater(LEVEL, GZIP);
    deflater.params(LEVEL, JZlib.Z_DEFAULT_STRATEGY);
    plain = new Hashed(new GZIPOutputStream(packed, deflater, BUFFER, true));
    tar = new TarArchiveOutputStream(plain, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  static LayerWriter to(Path file) throws IOException {
    return new LayerWriter(Files.newOutputStream(file));
  }

  /**
   * What was written.
   *
   * @param digest of the compressed layer, {@code sha256:…}
   * @param size of the compressed layer in bytes
   * @param diffId digest of the layer before compression
   */
  record Written(String digest, long size, String diffId) {}

  void folder(String path, Node node) throws IOException {
    put(entry(path + "/", TarConstants.LF_DIR, node));
  }

  void link(String path, Node node) throws IOException {
    TarArchiveEntry entry = entry(path, TarConstants.LF_SYMLINK, node);
    entry.setLinkName(node.target());
    put(entry);
  }

  /** One more name of a file that was written before. */
  void hardLink(String path, String target, Node node) throws IOException {
    TarArchiveEntry entry = entry(path, TarConstants.LF_LINK, node);
    entry.setLinkName(target);
    put(entry);
  }

  void file(String path, Node node, long size, InputStream content) throws IOException {
    TarArchiveEntry entry = entry(path, TarConstants.LF_NORMAL, node);
    entry.setSize(size);
    tar.putArchiveEntry(entry);
    content.transferTo(tar);
    tar.closeArchiveEntry();
  }

  void file(String path, Node node, byte[] content) throws IOException {
    file(path, node, content.length, new java.io.ByteArrayInputStream(content));
  }

  /** A file of root's that everybody may read. */
  void file(String path, long time, byte[] content) throws IOException {
    file(path, new Node(Kind.FILE, 0644, 0, 0, time, ""), content);
  }

  Written finish() throws IOException {
    tar.close();
    return new Written(packed.digest(), packed.count, plain.digest());
  }

  @Override
  public void close() throws IOException {
    packed.close();
  }

  private void put(TarArchiveEntry entry) throws IOException {
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry entry(String path, byte type, Node node) {
    TarArchiveEntry entry = new TarArchiveEntry(path, type);
    entry.setMode(node.mode());
    entry.setUserId(node.user());
    entry.setGroupId(node.group());
    entry.setModTime(node.time() * 1000);
    return entry;
  }

  /** Counts and hashes what passes through. */
  private static final class Hashed extends FilterOutputStream {
    private final MessageDigest digest = sha256();
    private long count;

    Hashed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      digest.update(bytes, offset, length);
      count += length;
    }

    String digest() {
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }
}
