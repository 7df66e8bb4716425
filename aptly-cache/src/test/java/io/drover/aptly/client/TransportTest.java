package io.drover.aptly.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.aptly.FaultyProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With servers that misbehave: what is repeated, what is not, and when it is given up. */
@Timeout(60)
class TransportTest {

  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  private final AtomicInteger requests = new AtomicInteger();

  @TempDir Path folder;

  @Test
  void whatOnlyReadsIsRepeatedAfterABrokenConnection() throws IOException {
    try (var server = failing(2, FaultyProxy::drop, "[\"incoming\"]")) {
      assertThat(aptly(server).uploads().folders()).containsExactly("incoming");
      assertThat(requests).hasValue(3);
    }
  }

  @Test
  void whatOnlyReadsIsRepeatedAfterAGatewaysErrorAndNotAfterOthers() throws IOException {
    try (var server = failing(1, e -> FaultyProxy.answer(e, 502, "bad gateway"), "[]")) {
      assertThat(aptly(server).uploads().folders()).isEmpty();
      assertThat(requests).hasValue(2);
    }
    requests.set(0);
    try (var server = failing(1, e -> FaultyProxy.answer(e, 500, "[]"), "[]")) {
      assertThatThrownBy(() -> aptly(server).uploads().folders())
          .isInstanceOf(RefusedException.class)
          .extracting(e -> ((RefusedException) e).status())
          .isEqualTo(500);
      assertThat(requests).hasValue(1);
    }
  }

  @Test
  void whatChangesSomethingIsNotRepeated() throws IOException {
    try (var server = failing(1, FaultyProxy::drop, "{}")) {
      assertThatThrownBy(() -> aptly(server).repos().create("x", RepoOptions.plain()))
          .isInstanceOfSatisfying(
              NoAnswerException.class, e -> assertThat(e.mayHaveHappened()).isTrue())
          .hasMessageContaining("broke when asked to create the repository x");
      assertThat(requests).hasValue(1);
    }
  }

  @Test
  void anUploadIsRepeatedFromItsBeginning() throws IOException {
    Path file = Files.writeString(folder.resolve("a.deb"), "x".repeat(3000));
    var lengths = new AtomicInteger();
    try (var server =
        new FaultyProxy(
            NOWHERE,
            e -> {
              if (e.getRequestURI().getPath().endsWith("/version")) {
                return FaultyProxy.answer(e, 200, "{\"Version\":\"1.5.0\"}");
              }
              if (requests.incrementAndGet() == 1) {
                return FaultyProxy.drop(e);
              }
              lengths.set(e.getRequestBody().readAllBytes().length);
              return FaultyProxy.answer(e, 200, "[\"f/a.deb\"]");
            })) {
      aptly(server).uploads().upload("f", file);
    }
    assertThat(requests).hasValue(2);
    assertThat(lengths.get()).isGreaterThan(3000);
  }

  @Test
  void aServerThatIsNotThereIsTriedAgainWhateverIsAsked() throws Exception {
    Aptly aptly = Aptly.at(NOWHERE, Duration.ofSeconds(20));
    assertThatThrownBy(() -> aptly.repos().create("x", RepoOptions.plain()))
        .isInstanceOfSatisfying(
            NoAnswerException.class, e -> assertThat(e.mayHaveHappened()).isFalse())
        .hasMessageContaining("cannot be reached to create the repository x");
  }

  @Test
  void anAnswerThatStopsInTheMiddleEndsWithTheTimeLimit() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> stall(socket), "stalling server");
      server.setDaemon(true);
      server.start();
      URI uri = URI.create("http://127.0.0.1:" + socket.getLocalPort());

      assertThatThrownBy(() -> Aptly.at(uri, Duration.ofSeconds(1)).uploads().folders())
          .isInstanceOf(NoAnswerException.class)
          .hasMessageContaining("did not list its upload folders within 1 s");
    }
  }

  @Test
  void anInterruptEndsTheCallAndStays() throws IOException {
    try (var server = failing(9, FaultyProxy::drop, "[]")) {
      Aptly aptly = aptly(server);
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> aptly.uploads().folders())
          .isInstanceOf(NoAnswerException.class)
          .hasMessageStartingWith("stopped before aptly at ");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void anAnswerOfAnotherShapeIsQuoted() throws IOException {
    try (var server = failing(0, FaultyProxy::drop, "[17]")) {
      assertThatThrownBy(() -> aptly(server).repos().list())
          .isInstanceOf(AptlyException.class)
          .hasMessageContaining("something unexpected when asked to list its repositories: '17'");
    }
  }

  @Test
  void theVersionIsAskedForOnceUnlessSomethingIsLacking() throws IOException {
    List<String> versions = List.of("1.5.0", "1.6.3");
    try (var server =
        new FaultyProxy(
            NOWHERE,
            e -> {
              boolean version = e.getRequestURI().getPath().endsWith("/version");
              String body = version ? versions.get(Math.min(1, requests.getAndIncrement())) : "";
              return FaultyProxy.answer(
                  e, 200, version ? "{\"Version\":\"" + body + "\"}" : "[\"bucket\"]");
            })) {
      Aptly aptly = aptly(server);
      assertThat(aptly.supports(Feature.S3_ENDPOINTS)).isFalse();
      assertThat(aptly.status().s3Endpoints()).containsExactly("bucket");
      assertThat(aptly.status().gcsEndpoints()).containsExactly("bucket");
      assertThat(requests).hasValue(2);
    }
  }

  /** Does so for the first requests, and then answers with that. */
  private FaultyProxy failing(int first, FaultyProxy.Fault fault, String then) throws IOException {
    return new FaultyProxy(
        NOWHERE,
        e ->
            requests.incrementAndGet() <= first
                ? fault.answered(e)
                : FaultyProxy.answer(e, 200, then));
  }

  private static void stall(ServerSocket socket) {
    try {
      while (true) {
        Socket connection = socket.accept();
        connection.getInputStream().read();
        connection
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[\"one\",".getBytes());
        connection.getOutputStream().flush();
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private static Aptly aptly(FaultyProxy server) {
    return Aptly.at(server.uri(), Duration.ofSeconds(20));
  }
}
