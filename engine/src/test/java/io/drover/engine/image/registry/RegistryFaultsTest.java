package io.drover.engine.image.registry;

import static io.drover.engine.image.registry.FaultyRegistry.drop;
import static io.drover.engine.image.registry.FaultyRegistry.half;
import static io.drover.engine.image.registry.FaultyRegistry.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import io.drover.engine.process.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RegistryFaultsTest {
  private static final String BASIC = "Basic realm=\"r\"";
  private static final byte[] BLOB = "hello".getBytes();
  private static final String UPLOADS = "POST /v2/a/b/blobs/uploads/";

  @TempDir private Path home;
  private FaultyRegistry server;

  @BeforeEach
  void start() throws IOException {
    server = new FaultyRegistry();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anUploadThatFailsInTheMiddleBeginsAnew() throws Exception {
    server.on("PUT", status(500, ""), drop());

    client().pushBlob("a/b", "text/plain", BLOB);

    assertThat(server.requests().stream().filter(UPLOADS::equals)).hasSize(3);
  }

  @Test
  void anUploadThatFailsAgainAndAgainIsGivenUp() {
    server.on("PUT", status(500, "oops"), status(500, "oops"), status(500, "oops"));

    assertThatThrownBy(() -> client().pushBlob("a/b", "text/plain", BLOB))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage(
            "could not push the blob sha256:2cf24dba5fb0 of a/b (5 bytes): the registry at %s: it"
                + " answered with status 500: the trouble is the registry's own; its log says more",
            server.address());
  }

  @Test
  void aFullDiskIsSaidInTheRegistrysWords() {
    String full =
        "{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"unknown error\",\"detail\":"
            + "{\"Err\":\"write /data: no space left on device\"}}]}";
    server.on(UPLOADS, status(500, full), status(500, full), status(500, full));

    assertThatThrownBy(() -> client().pushBlob("a/b", "text/plain", BLOB))
        .hasMessageContaining("no space left on device")
        .hasMessageEndingWith("its disk is full; make room there");
  }

  @ParameterizedTest
  @CsvSource({
    "403, nobody may do this without login. Log in with: podman login",
    "404, it does not know that name",
    "405, it does not offer this",
    "413, too large for it",
    "418, it answered with status 418"
  })
  void aRefusalSaysWhatToDoAndIsNotTriedAgain(int status, String hint) {
    server.on(UPLOADS, status(status, ""));

    assertThatThrownBy(() -> client().pushBlob("a/b", "text/plain", BLOB))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("status " + status)
        .hasMessageContaining(hint);
    assertThat(server.requests()).containsOnlyOnce(UPLOADS);
  }

  @Test
  void aRegistryThatIsAskedTooOftenIsLeftAloneAsLongAsItAsks() throws Exception {
    server.on("HEAD", status(429, "", "Retry-After", "1"));

    assertThat(client().find("a/b", "v1")).isEmpty();

    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aBlobThatIsCutOffOrChangedIsNoticed() throws Exception {
    Descriptor blob = new Descriptor("text/plain", Digests.of(BLOB), BLOB.length);
    server.on("GET", half("hel"), status(200, "jello"));

    for (int i = 0; i < 2; i++) {
      try (InputStream in = client().blob("a/b", blob)) {
        assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void aManifestWithOtherBytesThanItsDigestIsRefused() {
    server.on("GET", status(200, "{}", "Content-Type", Manifest.OCI));

    assertThatThrownBy(() -> client().manifest("a/b", "sha256:" + "0".repeat(64)))
        .hasMessageContaining("other bytes than that digest's");
  }

  @Test
  void aRegistryThatIsAwayIsSaid() {
    String address = "127.0.0.1:" + Ports.free();
    RegistryClient away = RegistryClient.of(address, RealRegistry.access(home));

    assertThatThrownBy(() -> away.find("a/b", "v1"))
        .hasMessage(
            "could not find the image a/b:v1: the registry at %s: nothing answers there; is it running?",
            address);
  }

  @Test
  void aTokenIsFetchedWithTheLoginOnceForManyCalls() throws Exception {
    logIn("u:p");
    server
        .on("HEAD", bearer(), status(404, ""), status(404, ""))
        .on("GET /token", status(200, "{\"token\": \"t\"}"));
    RegistryClient client = client();

    client.find("a/b", "v1");
    client.find("a/b", "v2");

    assertThat(server.requests())
        .containsExactly(
            "HEAD /v2/a/b/manifests/v1",
            "GET /token",
            "HEAD /v2/a/b/manifests/v1",
            "HEAD /v2/a/b/manifests/v2");
  }

  @Test
  void anExpiredTokenIsFetchedAnew() throws Exception {
    server
        .on("HEAD", bearer(), status(404, ""), bearer(), status(404, ""))
        .on("GET /token", status(200, "{\"token\": \"t\"}"), status(200, "{\"token\": \"u\"}"));
    RegistryClient client = client();

    client.find("a/b", "v1");
    client.find("a/b", "v2");

    assertThat(server.requests().stream().filter("GET /token"::equals)).hasSize(2);
  }

  @Test
  void aRefusedTokenIsSaidWithoutThePassword() throws Exception {
    logIn("u:verysecret");
    server.on("HEAD", bearer()).on("GET /token", status(401, ""));

    assertThatThrownBy(() -> client().find("a/b", "v1"))
        .hasMessageContaining("does not accept the login of u from " + home)
        .hasMessageNotContaining("verysecret");
  }

  @Test
  void aLoginIsNotSentToATokenServerWithoutTls() throws Exception {
    logIn("u:p");
    String challenge = "Bearer realm=\"http://tokens.example/token\",service=\"s\"";
    server.on("HEAD", status(401, "", "WWW-Authenticate", challenge));

    assertThatThrownBy(() -> client().find("a/b", "v1"))
        .hasMessageContaining("a login is not sent there without TLS");
  }

  @Test
  void aLoginStaysWithTheRegistryWhenItSendsElsewhere() throws Exception {
    logIn("u:p");
    try (FaultyRegistry storage = new FaultyRegistry()) {
      storage.on(
          "GET",
          exchange -> {
            boolean bare = !exchange.getRequestHeaders().containsKey("Authorization");
            status(bare ? 200 : 400, "hello").give(exchange);
          });
      server.on(
          "GET",
          status(401, "", "WWW-Authenticate", BASIC),
          status(307, "", "Location", "http://" + storage.address() + "/blob"));
      Descriptor blob = new Descriptor("text/plain", Digests.of(BLOB), BLOB.length);

      try (InputStream in = client().blob("a/b", blob)) {
        assertThat(in.readAllBytes()).isEqualTo(BLOB);
      }
    }
  }

  @Test
  void aHelperIsAskedForTheLogin() throws Exception {
    helper("echo '{\"ServerURL\": \"x\", \"Username\": \"u\", \"Secret\": \"p\"}'");
    server.on("HEAD", status(401, "", "WWW-Authenticate", BASIC), authorized("u:p"));

    assertThat(withHelper().find("a/b", "v1")).isPresent();
  }

  @Test
  void aHelperThatFailsIsNamedAndItsOutputNotShown() throws Exception {
    helper("echo verysecret; echo 'no keyring' >&2; exit 3");
    server.on("HEAD", status(401, "", "WWW-Authenticate", BASIC));

    assertThatThrownBy(() -> withHelper().find("a/b", "v1"))
        .hasMessageContaining("docker-credential-test (named in " + home + "/auth.json)")
        .hasMessageContaining("no keyring")
        .hasMessageNotContaining("verysecret");
  }

  @ParameterizedTest
  @CsvSource({
    "{\"auths\": {\"ADDRESS\": {\"auth\": \"not-base64-of-a-pair\"}}}, its auth for",
    "{\"auths\":, it is no JSON"
  })
  void aBrokenAuthFileIsNamed(String text, String why) throws Exception {
    Files.writeString(home.resolve("auth.json"), text.replace("ADDRESS", server.address()));
    server.on("HEAD", status(401, "", "WWW-Authenticate", BASIC));

    assertThatThrownBy(() -> client().find("a/b", "v1"))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining(home + "/auth.json: " + why);
  }

  @Test
  void theLoginForTheRepositoryGoesBeforeThatForTheRegistry() throws Exception {
    Files.writeString(
        home.resolve("auth.json"),
        "{\"auths\": {\"%1$s\": {\"auth\": \"%2$s\"}, \"https://%1$s/a\": {\"auth\": \"%3$s\"}}}"
            .formatted(server.address(), base64("other:x"), base64("u:p")));
    server.on("HEAD", status(401, "", "WWW-Authenticate", BASIC), authorized("u:p"));

    assertThat(client().find("a/b", "v1")).isPresent();
  }

  private static FaultyRegistry.Answer authorized(String pair) {
    return exchange -> {
      boolean right =
          ("Basic " + base64(pair)).equals(exchange.getRequestHeaders().getFirst("Authorization"));
      status(right ? 200 : 401, "", "Docker-Content-Digest", "sha256:1").give(exchange);
    };
  }

  private FaultyRegistry.Answer bearer() {
    return status(
        401,
        "",
        "WWW-Authenticate",
        "Bearer service=\"s\", realm=\"http://%s/token\",scope=\"repository:a/b:pull\""
            .formatted(server.address()));
  }

  private RegistryClient client() {
    return RegistryClient.of(server.address(), RealRegistry.access(home));
  }

  private RegistryClient withHelper() {
    String path = home + ":" + System.getenv("PATH");
    return RegistryClient.of(
        server.address(),
        new RegistryAccess(List.of(home.resolve("auth.json")), List.of(), Map.of("PATH", path)));
  }

  private void helper(String script) throws IOException {
    Path program = home.resolve("docker-credential-test");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Files.writeString(
        home.resolve("auth.json"),
        "{\"credHelpers\": {\"%s\": \"test\"}}".formatted(server.address()));
  }

  private void logIn(String pair) throws IOException {
    Files.writeString(
        home.resolve("auth.json"),
        "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(server.address(), base64(pair)));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes());
  }
}
