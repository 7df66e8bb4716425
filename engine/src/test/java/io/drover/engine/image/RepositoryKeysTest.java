package io.drover.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.drover.engine.WorkFailedException;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.process.Command;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys of real GnuPG, from servers that answer as the public ones do. */
@Tag("real")
@Timeout(120)
class RepositoryKeysTest {
  @TempDir private Path folder;
  private final Map<String, byte[]> answers = new TreeMap<>();
  private HttpServer server;
  private SigningKey key;
  private RepositoryKeys keys;

  @BeforeEach
  void open() throws Exception {
    key = SigningKey.ensure(folder.resolve("k"), "one");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = answers.get(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(
              answer == null ? 404 : 200, answer == null ? -1 : answer.length);
          if (answer != null) {
            exchange.getResponseBody().write(answer);
          }
          exchange.close();
        });
    server.start();
    keys = new RepositoryKeys(new Downloads(), uri("/hkp/"), uri("/launchpad/"));
  }

  @AfterEach
  void close() throws Exception {
    server.stop(0);
    SigningKey.endAgent(folder.resolve("k"));
  }

  @Test
  void anArmoredKeyIsTakenAsItIs() throws Exception {
    assertThat(fingerprints(keys.armored(key.publicKey(), folder))).isEqualTo(key.fingerprint());
    assertThat(folder.resolve("gnupg")).doesNotExist();
  }

  @Test
  void aBinaryKeyOfAUrlIsArmored() throws Exception {
    Path binary = folder.resolve("binary");
    Command.of(
            "gpg",
            "--homedir",
            key.home().toString(),
            "--batch",
            "--output",
            binary.toString(),
            "--export")
        .check("export");
    answers.put("/key.gpg", Files.readAllBytes(binary));

    String armored = keys.armored(uri("/key.gpg").toString(), folder);

    assertThat(armored).startsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----");
    assertThat(fingerprints(armored)).isEqualTo(key.fingerprint());
  }

  @Test
  void aKeyIdIsAskedOfTheKeyServer() throws Exception {
    serve(key.fingerprint().substring(24), key.publicKey());

    assertThat(fingerprints(keys.armored("0x" + key.fingerprint().substring(24), folder)))
        .isEqualTo(key.fingerprint());
  }

  @Test
  void anotherKeyThanTheOneAskedForIsRefused() {
    serve("0123456789ABCDEF", key.publicKey());

    assertThatThrownBy(() -> keys.armored("0123456789abcdef", folder))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage("there is no public key 0123456789ABCDEF in what came from the key server");
  }

  @Test
  void aKeyThatNoServerHasIsSaidWithWhatElseToGive() {
    assertThatThrownBy(() -> keys.armored("0123456789ABCDEF", folder))
        .hasMessageContaining("could not get the key 0123456789ABCDEF")
        .hasMessageContaining("status 404")
        .hasMessageContaining("Give the key's URL, or the armored key itself");
  }

  @Test
  void launchpadKnowsTheKeyOfAPpa() throws Exception {
    String answer = "{\"signing_key_fingerprint\": \"%s\"}".formatted(key.fingerprint());
    answers.put("/launchpad/~team/+archive/ubuntu/tools", answer.getBytes(StandardCharsets.UTF_8));
    serve(key.fingerprint(), key.publicKey());

    assertThat(fingerprints(keys.armored("ppa:team/tools", folder))).isEqualTo(key.fingerprint());
  }

  @Test
  void aKeyOverPlainHttpIsRefused() {
    assertThatThrownBy(() -> keys.armored("http://example.org/key.asc", folder))
        .hasMessageContaining("Use https");
  }

  private void serve(String id, String answer) {
    answers.put(
        "/hkp/pks/lookup?op=get&options=mr&search=0x" + id,
        answer.getBytes(StandardCharsets.UTF_8));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private String fingerprints(String armored) throws Exception {
    Path home = Files.createDirectories(folder.resolve("read"));
    return Command.of(
            "gpg", "--homedir", home.toString(), "--batch", "--with-colons", "--show-keys")
        .input(armored)
        .check("read a key")
        .output()
        .lines()
        .filter(line -> line.startsWith("fpr:"))
        .map(line -> line.split(":")[9])
        .findFirst()
        .orElseThrow();
  }
}
