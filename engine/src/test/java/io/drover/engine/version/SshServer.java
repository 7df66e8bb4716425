package io.drover.engine.version;

import io.drover.engine.process.Command;
import io.drover.engine.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real sshd on 127.0.0.1, with keys of its own, that one user key may log in to. */
final class SshServer implements AutoCloseable {
  private final Path folder;
  private final int port = Ports.free();
  private final String user = System.getProperty("user.name");
  private Process process;

  SshServer(Path folder) throws InterruptedException, IOException {
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
  Path keyPair(String name) throws InterruptedException, IOException {
    return keyPair(name, "");
  }

  Path keyPair(String name, String passphrase) throws InterruptedException, IOException {
    Path key = folder.resolve(name);
    Files.deleteIfExists(key);
    Command.of("ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", key.toString())
        .check("make a key");
    return key;
  }

  private void start() throws IOException, InterruptedException {
    Files.createDirectories(Path.of("/run/sshd"));
    process =
        new ProcessBuilder(
                List.of("/usr/sbin/sshd", "-D", "-e", "-f", folder.resolve("sshd_config") + ""))
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
  void changeHostKey() throws IOException, InterruptedException {
    close();
    Files.deleteIfExists(folder.resolve("host.pub"));
    keyPair("host");
    start();
  }

  String url(Path repository) {
    return "ssh://%s@127.0.0.1:%d%s".formatted(user, port, repository);
  }

  String text(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String knownHosts() {
    return "[127.0.0.1]:%d %s".formatted(port, text("host.pub"));
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
