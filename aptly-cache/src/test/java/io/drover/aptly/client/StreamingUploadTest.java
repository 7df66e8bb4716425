package io.drover.aptly.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sparse file is uploaded by a Java with 24 MiB of heap to a server that counts. */
@Tag("real")
class StreamingUploadTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1.5.0, 2048, 200", "1.6.3, 256, 0"})
  void packagesDoNotPassThroughMemory(String version, long mebibytes, long form) throws Exception {
    long size = mebibytes << 20;
    Path file = folder.resolve("big.deb");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }
    Process upload =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx24m",
                "-XX:MaxDirectMemorySize=16m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StreamingUploadTest.class.getName(),
                version,
                file.toString())
            .redirectErrorStream(true)
            .start();
    try {
      String output = new String(upload.getInputStream().readAllBytes());
      assertThat(upload.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(output).startsWith("received ").endsWith(" bytes\n");
      assertThat(Long.parseLong(output.split(" ")[1])).isBetween(size + form, size + 2 * form);
    } finally {
      upload.destroyForcibly();
    }
  }

  /** What the small Java does: server and client in one. */
  public static void main(String[] arguments) throws IOException {
    long[] received = new long[1];
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/version", exchange -> answer(exchange, "{\"Version\":\"" + arguments[0] + "\"}"));
    server.createContext(
        "/api/files",
        exchange -> {
          received[0] = count(exchange.getRequestBody());
          answer(exchange, "[\"f/big.deb\"]");
        });
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    Aptly.at(uri, Duration.ofSeconds(60)).uploads().upload("f", Path.of(arguments[1]));
    System.out.print(String.join(" ", List.of("received", "" + received[0], "bytes")) + "\n");
    server.stop(0);
  }

  private static long count(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long count = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      count += read;
    }
    return count;
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    exchange.sendResponseHeaders(200, body.length());
    exchange.getResponseBody().write(body.getBytes());
    exchange.close();
  }
}
