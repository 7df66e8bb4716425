package io.drover.aptly;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.drover.aptly.client.Aptly;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real aptly with a signing key of its own, in a temporary folder, on free loopback ports. */
public final class AptlyServer implements AutoCloseable {

  public static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final Random PORTS = new Random();

  public final Path folder;
  public final Path keyring;
  public final Signing signing;
  private final AptlyConfiguration configuration;
  private final Path file;
  private final int apiPort = freePort();
  private final int servePort = freePort();
  private final List<Process> processes = new ArrayList<>();

  private AptlyServer(Path folder) throws IOException {
    this.folder = folder;
    this.keyring = folder.resolve("key.gpg");
    this.file = folder.resolve("aptly.conf");
    this.configuration = new AptlyConfiguration(folder.resolve("root"));
    Files.createDirectory(home());
    run("chmod", "700", home().toString());
    gpg("--quick-gen-key", "--passphrase", "", "drover test", "ed25519", "sign", "never");
    this.signing =
        new Signing(
            gpg("--list-keys", "--with-colons")
                .lines()
                .filter(line -> line.startsWith("fpr"))
                .map(line -> line.split(":")[9])
                .findFirst()
                .orElseThrow(),
            Optional.of(keyring));
    gpg("--output", keyring.toString(), "--export");
    Files.writeString(file, configuration.json());
  }

  /** Starts one, or skips the test loudly where the machine has not what it needs. */
  public static AptlyServer start() throws IOException {
    // short, because the path of gpg-agent's socket is limited to 107 bytes
    return start(Files.createTempDirectory("aptly"));
  }

  /** The same in an empty folder with a short path. */
  static AptlyServer start(Path folder) throws IOException {
    for (String tool : List.of("aptly", "gpg", "dpkg-deb", "apt-get")) {
      boolean there = onPath(tool);
      if (!there) {
        System.err.println("SKIPPED: tests with a real aptly, because " + tool + " is missing");
      }
      assumeTrue(there, tool + " is not installed: apt-get install aptly gnupg dpkg apt");
    }
    AptlyServer server = new AptlyServer(folder);
    server.up();
    return server;
  }

  /** Whether the server finds that program. */
  public boolean has(String program) {
    return onPath(program);
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
  }

  public void up() {
    if (configuration.needsPreparation()) {
      configuration.prepare(file).forEach(command -> run(command.toArray(String[]::new)));
    }
    launch(configuration.serve(file, "127.0.0.1:" + servePort), servePort);
    upApi();
  }

  /** Starts the API again after {@link #killApi}. */
  void upApi() {
    launch(configuration.api(file, "127.0.0.1:" + apiPort), apiPort);
  }

  /** Kills the process of the API as {@code kill -9} does; published files are still served. */
  void killApi() {
    Process api = processes.remove(processes.size() - 1);
    api.destroyForcibly();
    await(api);
  }

  /** Bytes of all files of the server, each once. */
  long diskUsage() {
    return Long.parseLong(run("du", "-sb", configuration.root().toString()).split("\\s+")[0]);
  }

  /** Kills both processes as {@code kill -9} does. */
  public void kill() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(AptlyServer::await);
    processes.clear();
  }

  public URI api() {
    return URI.create("http://127.0.0.1:" + apiPort);
  }

  /** The same address, written otherwise: to this process another server, with another lock. */
  URI sameApiOtherName() {
    return URI.create("http://localhost:" + apiPort);
  }

  public URI served() {
    return URI.create("http://127.0.0.1:" + servePort);
  }

  public Aptly aptly() {
    return Aptly.at(api(), TIMEOUT);
  }

  AptlyClient client() {
    return AptlyClient.at(api(), TIMEOUT);
  }

  PackageRepository open(String name) {
    return PackageRepository.open(client(), served(), name, signing);
  }

  /** A .deb with that content and nothing of the hour in it, named as dpkg names it. */
  public Path deb(String name, String version, String architecture, String content)
      throws IOException {
    Path tree = Files.createTempDirectory(folder, "tree");
    Path share = Files.createDirectories(tree.resolve("usr/share/" + name));
    Files.writeString(share.resolve("content"), content);
    Files.writeString(
        Files.createDirectory(tree.resolve("DEBIAN")).resolve("control"),
        """
        Package: %s
        Version: %s
        Architecture: %s
        Maintainer: Drover <drover@example.invalid>
        Description: test
        """
            .formatted(name, version, architecture));
    Path out = Files.createTempDirectory(folder, "deb");
    run(
        "env",
        "SOURCE_DATE_EPOCH=1",
        "dpkg-deb",
        "--root-owner-group",
        "--build",
        tree.toString(),
        out.toString());
    try (Stream<Path> files = Files.list(out)) {
      return files.findFirst().orElseThrow();
    }
  }

  /** Many small packages at once: {@code <prefix>-<number>}, version 1, architecture all. */
  List<Path> debs(String prefix, int count) throws IOException {
    Path out = Files.createTempDirectory(folder, "debs");
    run(
        "sh",
        "-euc",
        """
        cd "$1"
        for i in $(seq "$3"); do
          mkdir -p tree/DEBIAN
          printf 'Package: %s\\nVersion: 1\\nArchitecture: all\\nMaintainer: D <d@example.invalid>\\nDescription: x\\n' \
            "$2-$i" > tree/DEBIAN/control
          dpkg-deb -Znone --root-owner-group --build tree . > /dev/null
        done
        """,
        "sh",
        out.toString(),
        prefix,
        "" + count);
    try (Stream<Path> files = Files.list(out)) {
      return files.filter(f -> f.toString().endsWith(".deb")).sorted().toList();
    }
  }

  /** Text that no compression makes much shorter. */
  String noise(int length) {
    return new Random(1)
        .ints(length, ' ', '~')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Runs a command with this server's GnuPG home, which must succeed; its output. */
  public String run(String... command) {
    try {
      Process process = builder(List.of(command)).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes());
      await(process);
      if (process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    kill();
    run("gpgconf", "--homedir", home().toString(), "--kill", "all");
    for (int attempt = 1; !deleted(); attempt++) {
      if (attempt == 10) {
        throw new IOException(folder + " cannot be deleted");
      }
      Pauses.sleep(100);
    }
  }

  /** False when something in it went away by itself meanwhile, as sockets of GnuPG's agents do. */
  private boolean deleted() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (UncheckedIOException | NoSuchFileException e) {
      return false;
    }
    return !Files.exists(folder);
  }

  private Path home() {
    return folder.resolve("gpg");
  }

  private String gpg(String... arguments) {
    List<String> command = new ArrayList<>(List.of("gpg", "--batch", "--quiet"));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("GNUPGHOME", home().toString());
    // a killed aptly leaves its temporary folder behind
    builder.environment().put("TMPDIR", folder.toString());
    return builder;
  }

  private void launch(List<String> command, int port) {
    try {
      File log = folder.resolve("server-" + port + ".log").toFile();
      Process process =
          builder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start();
      processes.add(process);
      long deadline = System.nanoTime() + TIMEOUT.toNanos();
      while (!answers(port)) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new AssertionError(Files.readString(log.toPath()));
        }
        Pauses.sleep(20);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static void await(Process process) {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + process.info());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * A port that nobody is given for a connection of his own: between a server's death and its next
   * start it stays free.
   */
  private static int freePort() {
    while (true) {
      int port = 20_000 + PORTS.nextInt(12_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // taken: the next one
      }
    }
  }
}
