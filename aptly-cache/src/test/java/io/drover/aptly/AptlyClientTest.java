package io.drover.aptly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.aptly.client.AptlyException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AptlyClientTest {

  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  @Test
  void aServerThatIsNotThereIsNamedWithWhatWasWanted() {
    assertThatThrownBy(() -> AptlyClient.at(NOWHERE, Duration.ofSeconds(20)).version())
        .isInstanceOf(AptlyException.class)
        .hasMessage(
            "aptly at http://127.0.0.1:1/api cannot be reached to tell its version."
                + " Check that it runs and the address.");
  }

  @Test
  void anAnswerThatIsNotJsonIsQuoted() throws IOException {
    try (var server =
        new FaultyProxy(
            NOWHERE, e -> FaultyProxy.answer(e, 200, "<html>\n <h1>Welcome</h1>\n</html>"))) {
      assertThatThrownBy(() -> AptlyClient.at(server.uri(), Duration.ofSeconds(20)).version())
          .hasMessageContaining("not JSON when asked to tell its version: '<html> <h1>Welcome")
          .hasMessageContaining("Check that this is the address of aptly's API.");
    }
  }

  @Test
  void a404ThatAptlyDidNotWriteIsNotTakenForAMissingRecord() throws IOException {
    try (var server = new FaultyProxy(NOWHERE, e -> FaultyProxy.answer(e, 404, "not here"))) {
      var client = AptlyClient.at(server.uri(), Duration.ofSeconds(20));
      assertThatThrownBy(() -> client.snapshotPackages("x"))
          .hasMessageContaining(
              "could not list the packages of the snapshot x: not here (HTTP 404)");
    }
  }

  @Test
  void aServerThatDoesNotAnswerEndsWithTheTimeout() throws IOException {
    try (var server =
        new FaultyProxy(
            NOWHERE,
            e -> {
              Pauses.sleep(3_000);
              return FaultyProxy.drop(e);
            })) {
      assertThatThrownBy(() -> AptlyClient.at(server.uri(), Duration.ofSeconds(1)).repositories())
          .hasMessageContaining("did not list its repositories within 1 s");
    }
  }

  @Test
  void userAndPasswordAreSentAndNeverShown() throws IOException {
    var seen = new AtomicReference<>("");
    try (var server =
        new FaultyProxy(
            NOWHERE,
            e -> {
              seen.set(e.getRequestHeaders().getFirst("Authorization"));
              return FaultyProxy.answer(e, 500, "[{\"error\":\"disk full\"}]");
            })) {
      URI uri = URI.create(server.uri().toString().replace("//", "//me:geheim@"));
      var client = AptlyClient.at(uri, Duration.ofSeconds(20));

      assertThatThrownBy(() -> client.addPackages("shop", List.of("k")))
          .hasMessage(
              "aptly at %s/api could not add packages to the repository shop: disk full (HTTP 500)."
                  .formatted(server.uri()));
      assertThat(seen.get()).isEqualTo("Basic bWU6Z2VoZWlt");
    }
  }
}
