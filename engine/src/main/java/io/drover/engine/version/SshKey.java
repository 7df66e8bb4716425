package io.drover.engine.version;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A private key for ssh, and the keys of the hosts that may be spoken to. With it ssh reads no
 * settings of the user and none of the user's other keys: a fetch goes the same on every machine.
 *
 * @param key as {@code ssh-keygen} writes it, without passphrase
 * @param knownHosts lines as in {@code known_hosts}; empty: those that the user knows
 */
record SshKey(String key, Optional<String> knownHosts) {
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final String OPENSSH = "-----BEGIN OPENSSH PRIVATE KEY-----";
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_OF_OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /**
   * Checks what ssh would only call a refusal.
   *
   * @param file where the key comes from, for the error
   */
  static SshKey of(String key, Optional<String> knownHosts, Path file) {
    String text = key.replace("\r\n", "\n").strip() + "\n";
    if (!text.startsWith("-----BEGIN ") || !text.contains("PRIVATE KEY-----")) {
      throw new WorkFailedException(
          "%s holds no private key: it begins with -----BEGIN … PRIVATE KEY-----".formatted(file));
    }
    if (hasPassphrase(text)) {
      throw new WorkFailedException(
          "the key in %s has a passphrase, and nobody is there to type it; take a key without one, made for this purpose alone"
              .formatted(file));
    }
    return new SshKey(text, knownHosts.map(hosts -> hosts.replace("\r\n", "\n").strip() + "\n"));
  }

  private static boolean hasPassphrase(String text) {
    if (text.contains("ENCRYPTED")) {
      return true;
    }
    if (!text.startsWith(OPENSSH)) {
      return false;
    }
    try {
      String body = text.substring(OPENSSH.length()).replaceAll("-----[^-]+-----", "");
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getMimeDecoder().decode(body));
      // PROTOCOL.key of OpenSSH: the magic, then the cipher's name with its length before it.
      byte[] cipher = new byte[bytes.position(MAGIC.length).getInt()];
      bytes.get(cipher);
      return !new String(cipher, StandardCharsets.US_ASCII).equals("none");
    } catch (RuntimeException e) {
      // It is no key then, as ssh will say.
      return false;
    }
  }

  /**
   * Writes the files that ssh reads, for their owner only.
   *
   * @param folder is made; the caller deletes it after the fetch
   */
  void writeTo(Path folder) throws IOException {
    Files.createDirectory(folder, FOLDER_OF_OWNER);
    write(folder.resolve("key"), key);
    if (knownHosts.isPresent()) {
      write(folder.resolve("known_hosts"), knownHosts.get());
    }
  }

  private static void write(Path file, String text) throws IOException {
    Set<StandardOpenOption> create =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel channel = Files.newByteChannel(file, create, OWNER_ONLY)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** What ssh is told of the files in a folder. */
  List<String> words(Path folder) {
    List<String> words = new ArrayList<>(List.of("-F", "none"));
    words.addAll(List.of("-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none"));
    words.addAll(List.of("-o", "IdentityFile=" + quoted(folder.resolve("key"))));
    if (knownHosts.isPresent()) {
      words.addAll(List.of("-o", "UserKnownHostsFile=" + quoted(folder.resolve("known_hosts"))));
      words.addAll(List.of("-o", "GlobalKnownHostsFile=/dev/null"));
    }
    return words;
  }

  private static String quoted(Path file) {
    return "\"" + file.toString().replace("%", "%%") + "\"";
  }
}
