package io.drover.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real sshd on 127.0.0.1, with keys of its own, that one user key may log in to. */
public final class SshServer implements AutoCloseable {
  /** The program; where it is missing there is no such server. */
  public static final Path PROGRAM = Path.of("/usr/sbin/sshd");

  private final Path folder;
  private final int port = freePort();
  private final String user = System.getProperty("user.name");
  private Process process;

  /**
   * Starts it.
   *
   * @param folder of its own, made when needed; the user's key lies there as {@code user}
   */
  public SshServer(Path folder) throws InterruptedException, IOException {
    this.folder = Files.createDirectories(folder);
    keyPair("host");
    keyPair("user");
    Files.writeString(
        folder.resolve("sshd_config"),
        """
        ListenAddress 127.0.0.1:%d
        HostKey %2$s/host
        AuthorizedKeysFile %2$s/user.pub
        PidFile none
        UsePAM no
        StrictModes no
        PasswordAuthentication no
        PermitRootLogin yes
        PermitEmptyPasswords no
        """
            .formatted(port, folder));
    start();
  }

  /** Makes a pair of keys without passphrase. */
  public Path keyPair(String name) throws InterruptedException, IOException {
    return keyPair(name, "");
  }

  /** Makes a pair of keys. */
  public Path keyPair(String name, String passphrase) throws InterruptedException, IOException {
    Path key = folder.resolve(name);
    Files.deleteIfExists(key);
    Process keygen =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", "" + key)
            .redirectErrorStream(true)
            .start();
    String output = new String(keygen.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keygen.waitFor() != 0) {
      throw new IOException("ssh-keygen: " + output);
    }
    return key;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void start() throws IOException, InterruptedException {
    Files.createDirectories(Path.of("/run/sshd"));
    process =
        new ProcessBuilder(
                List.of(PROGRAM.toString(), "-D", "-e", "-f", folder.resolve("sshd_config") + ""))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    for (int i = 0; i < 200 && process.isAlive(); i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    throw new IllegalStateException("sshd: " + Files.readString(folder.resolve("log")));
  }

  /** Takes another host key, as a host that is set up anew. */
  public void changeHostKey() throws IOException, InterruptedException {
    close();
    Files.deleteIfExists(folder.resolve("host.pub"));
    keyPair("host");
    start();
  }

  /** The address of a repository. */
  public String url(Path repository) {
    return "ssh://%s@127.0.0.1:%d%s".formatted(user, port, repository);
  }

  /** What stands in a file of its folder. */
  public String text(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its line in {@code known_hosts}. */
  public String knownHosts() {
    return "[127.0.0.1]:%d %s".formatted(port, text("host.pub"));
  }

  public int port() {
    return port;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
