package io.drover.benchmarks;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** A bare repository that always comes out the same, and git's own server for it on 127.0.0.1. */
final class LargeRepository implements AutoCloseable {
  private static final int FILES_A_FOLDER = 100;
  private static final int CHANGES_A_COMMIT = 5;
  private static final int LARGEST_FILE = 4_000;
  private static final int FIRST_COMMIT = 1_700_000_000;

  private final Path root;
  private final int files;
  private final Random random = new Random(1);
  private final Process daemon;
  private final int port;
  private int commits;

  /** Makes the repository and serves it. */
  LargeRepository(Path root, int files, int commits) throws IOException, InterruptedException {
    this.root = Files.createDirectories(root);
    this.files = files;
    Commands.run(List.of("git", "init", "-q", "--bare", "-b", "main", "large.git"), root);
    commit(commits);
    Commands.run(List.of("git", "-C", "large.git", "gc", "-q"), root);
    try (java.net.ServerSocket free =
        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    daemon =
        new ProcessBuilder(
                List.of(
                    "git",
                    "-c",
                    "safe.directory=*",
                    "daemon",
                    "--listen=127.0.0.1",
                    "--port=" + port,
                    "--export-all",
                    "--base-path=" + root,
                    root.toString()))
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("daemon.log").toFile())
            .start();
  }

  String url() {
    return "git://127.0.0.1:%d/large.git".formatted(port);
  }

  /** Adds commits; the first one has all files. */
  void commit(int count) throws IOException, InterruptedException {
    Path stream = root.resolve("stream");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(stream))) {
      for (int i = 0; i < count; i++) {
        boolean first = commits == 0;
        write(
            out,
            "commit refs/heads/main\ncommitter A <a@example.com> %d +0000\ndata 1\nx\n"
                .formatted(FIRST_COMMIT + 60 * commits));
        if (!first && i == 0) {
          write(out, "from refs/heads/main^0\n");
        }
        for (int n = 0; n < (first ? files : CHANGES_A_COMMIT); n++) {
          file(out, first ? n : random.nextInt(files));
        }
        commits++;
      }
    }
    Process process =
        new ProcessBuilder(List.of("git", "-C", "large.git", "fast-import", "--quiet"))
            .directory(root.toFile())
            .redirectInput(stream.toFile())
            .redirectError(new File("/dev/null"))
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("git fast-import failed");
    }
    Files.delete(stream);
  }

  private void file(OutputStream out, int number) throws IOException {
    byte[] bytes = new byte[random.nextInt(LARGEST_FILE * 3 / 4)];
    random.nextBytes(bytes);
    byte[] text = Base64.getMimeEncoder().encode(bytes);
    write(
        out,
        "M 644 inline services/s%03d/f%02d\ndata %d\n"
            .formatted(number / FILES_A_FOLDER, number % FILES_A_FOLDER, text.length));
    out.write(text);
    write(out, "\n");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws InterruptedException {
    daemon.descendants().forEach(ProcessHandle::destroy);
    daemon.destroy();
    daemon.waitFor();
  }
}
