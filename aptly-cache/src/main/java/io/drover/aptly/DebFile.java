package io.drover.aptly;

import io.drover.aptly.client.AptlyException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A .deb on disk whose outer form was checked. aptly reads no further than the control file, so a
 * package cut off later would be published; here every member of the archive must be whole.
 */
record DebFile(Path path, String sha256, long size) {

  private static final byte[] MAGIC = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 60;
  private static final List<String> MEMBERS = List.of("debian-binary", "control.tar", "data.tar");

  /**
   * Reads the file once, checking and hashing it.
   *
   * @throws AptlyException when it cannot be read or is not a whole .deb
   */
  static DebFile read(Path path) {
    if (!path.toString().endsWith(".deb")) {
      throw new AptlyException(
          path + " is not a Debian package: its name does not end in .deb. Correct the artifacts.");
    }
    try (var in =
        new DigestInputStream(
            new BufferedInputStream(Files.newInputStream(path), 1 << 16), Digests.sha256())) {
      long size = checkArchive(path, in);
      return new DebFile(path, HexFormat.of().formatHex(in.getMessageDigest().digest()), size);
    } catch (NoSuchFileException e) {
      throw new AptlyException(path + " does not exist. Correct the artifacts.", e);
    } catch (IOException e) {
      throw new AptlyException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The name it is uploaded under. The hash makes it unlike any other content's, so a file once
   * published never changes under its URL, even where a build names all its versions alike.
   */
  String uploadName() {
    String name = path.getFileName().toString().replaceAll("[^A-Za-z0-9.+~_-]", "-");
    String stem = name.substring(0, name.length() - ".deb".length());
    return stem + "." + sha256.substring(0, 12) + ".deb";
  }

  /**
   * Whether the file's name does not contradict what is in it. Names of dpkg's form {@code
   * name_version_architecture.deb} say something; the epoch of the version is left out there, or
   * its colon is written {@code %3a}.
   */
  boolean isNamedFor(PublishedPackage control) {
    String name = path.getFileName().toString();
    String[] parts = name.substring(0, name.length() - ".deb".length()).split("_", -1);
    if (parts.length != 3) {
      return true;
    }
    String version = parts[1].replace("%3a", ":").replace("%3A", ":");
    String withoutEpoch = control.version().replaceFirst("^[0-9]+:", "");
    return parts[0].equals(control.name())
        && (version.equals(control.version()) || version.equals(withoutEpoch))
        && parts[2].equals(control.architecture());
  }

  /** Walks the members of the archive, as in ar(5) and deb(5), and returns its size in bytes. */
  private static long checkArchive(Path path, InputStream in) throws IOException {
    if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
      throw new AptlyException(
          path + " is not a Debian package: it is no ar archive. Correct the artifacts.");
    }
    long size = MAGIC.length;
    int found = 0;
    while (true) {
      byte[] bytes = in.readNBytes(HEADER);
      if (bytes.length == 0) {
        break;
      }
      String header = new String(bytes, StandardCharsets.ISO_8859_1);
      if (bytes.length < HEADER || !header.endsWith("`\n")) {
        throw damaged(path, "the header at byte " + size + " is not one of an archive member");
      }
      if (found < MEMBERS.size() && header.startsWith(MEMBERS.get(found))) {
        found++;
      }
      size += HEADER + skipMember(path, in, header);
    }
    if (found < MEMBERS.size()) {
      throw damaged(path, MEMBERS.get(found) + " is missing");
    }
    return size;
  }

  private static long skipMember(Path path, InputStream in, String header) throws IOException {
    String field = header.substring(48, 58).strip();
    if (!field.matches("[0-9]+")) {
      throw damaged(path, "the size of " + header.substring(0, 16).strip() + " is not a number");
    }
    long length = Long.parseLong(field);
    byte[] buffer = new byte[1 << 16];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw damaged(path, header.substring(0, 16).strip() + " lacks " + left + " bytes");
      }
      left -= read;
    }
    // members begin at even offsets
    return length + (length % 2 == 1 && in.read() >= 0 ? 1 : 0);
  }

  private static AptlyException damaged(Path path, String how) {
    return new AptlyException(
        path + " is a damaged Debian package: " + how + ". Build it again; is the disk full?");
  }
}
