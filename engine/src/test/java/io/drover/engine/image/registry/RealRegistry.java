package io.drover.engine.image.registry;

import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import io.drover.engine.process.Ports;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** A real docker-registry on a free port of 127.0.0.1, its data in a folder. */
public final class RealRegistry implements AutoCloseable {
  /** The user that registries with a login know. */
  public static final String USER = "drover";

  /** The user's password: with a colon and a blank, which not every client gets right. */
  public static final String PASSWORD = "s3:cret pass";

  /** The same, as registries keep it. */
  private static final String HASH = "$2b$04$Ztmk4QV1WF8xC/7r0/hEF.Ja316DJriDVx1fzIDmY8Gfwxv7S4Hq6";

  private static final Duration START = Duration.ofSeconds(30);

  private final int port;
  private final Process process;

  private RealRegistry(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /** One that everybody may use. */
  public static RealRegistry open(Path folder) throws Exception {
    return start(folder, Ports.free(), "", "");
  }

  /** One that wants the login of {@link #USER}. */
  public static RealRegistry withLogin(Path folder) throws Exception {
    return start(folder, Ports.free(), login(folder), "");
  }

  /** One that wants a login and speaks TLS. */
  public static RealRegistry withTls(Path folder, int port, Path certificate, Path key)
      throws Exception {
    String tls = "  tls: {certificate: \"%s\", key: \"%s\"}%n".formatted(certificate, key);
    return start(folder, port, login(folder), tls);
  }

  private static String login(Path folder) throws IOException {
    Path file = Trees.make(folder).resolve("htpasswd");
    Files.writeString(file, USER + ":" + HASH + "\n");
    return "auth: {htpasswd: {realm: drover, path: \"%s\"}}%n".formatted(file);
  }

  private static RealRegistry start(Path folder, int port, String auth, String tls)
      throws Exception {
    need("docker-registry");
    Path data = Trees.make(folder.resolve("data"));
    Path configuration = folder.resolve("config.yml");
    Files.writeString(
        configuration,
        """
        version: 0.1
        log: {level: warn}
        storage:
          filesystem: {rootdirectory: "%s"}
          delete: {enabled: true}
        %shttp:
          addr: "127.0.0.1:%d"
          relativeurls: true
        %s"""
            .formatted(data, auth, port, tls));
    Process process =
        new ProcessBuilder("docker-registry", "serve", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    RealRegistry registry = new RealRegistry(port, process);
    Instant deadline = Instant.now().plus(START);
    while (!answers(port)) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        registry.close();
        throw new IllegalStateException(Files.readString(folder.resolve("log")));
      }
      Thread.sleep(50);
    }
    return registry;
  }

  /** Skips the test, loudly, where a program is missing. */
  public static void need(String program) {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!there) {
      System.err.println("SKIPPED: tests with a real registry, because " + program + " is missing");
    }
    Assumptions.assumeTrue(there, program + " is not installed");
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Logins and certificates below a folder, none from elsewhere. */
  public static RegistryAccess access(Path home) {
    return new RegistryAccess(
        List.of(home.resolve("auth.json")), List.of(home.resolve("certs.d")), Map.of());
  }

  /** Writes a login as {@code podman login} does. */
  public RegistryAccess logIn(Path home, String password) throws IOException {
    String auth = Base64.getEncoder().encodeToString((USER + ":" + password).getBytes());
    Files.writeString(
        Trees.make(home).resolve("auth.json"),
        "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(address(), auth));
    return access(home);
  }

  /** Makes a certificate for 127.0.0.1 that vouches for itself. */
  static void certificate(Path certificate, Path key) throws InterruptedException {
    need("openssl");
    Command.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=drover test",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            key.toString(),
            "-out",
            certificate.toString())
        .check("make a certificate");
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
