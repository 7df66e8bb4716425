package io.drover.engine.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.aptly.PackageRepository;
import io.drover.engine.WorkFailedException;
import io.drover.engine.process.Command;
import io.drover.engine.run.local.LocalServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real gpg and a real aptly. */
@Tag("real")
class SigningKeyTest {
  private static final String PROJECT = "shop";

  @TempDir Path folder;
  private LocalServers servers;

  @BeforeEach
  void start() {
    servers = new LocalServers(PROJECT, folder.resolve("s"), Optional.empty(), line -> {});
  }

  @AfterEach
  void stop() throws InterruptedException {
    servers.stop();
    SigningKey.endAgent(folder.resolve("g"));
  }

  @Test
  void whileTheKeyIsChangedWhoKnowsEitherTrustsWhatIsPublished() throws Exception {
    SigningKey old = SigningKey.ensure(servers.signingHome(), PROJECT);
    PackageRepository repository = servers.packages(old);
    Path oldKeyring = keyring(old, "old");

    SigningKey both = old.rotate(PROJECT, Optional.empty());
    Path bothKeyring = keyring(both, "both");
    servers.packages(both).signAgain();

    assertThat(both.fingerprint()).isNotEqualTo(old.fingerprint());
    assertThat(both.former()).contains(old.fingerprint());
    assertThat(SigningKey.ensure(servers.signingHome(), PROJECT).former()).isEqualTo(both.former());
    assertThat(signers(repository, oldKeyring)).containsExactly(old.fingerprint());
    assertThat(signers(repository, bothKeyring))
        .containsExactlyInAnyOrder(old.fingerprint(), both.fingerprint());
    assertThatThrownBy(() -> both.rotate(PROJECT, Optional.empty()))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("is being changed already");

    SigningKey fresh = both.retire();
    servers.packages(fresh).signAgain();

    assertThat(signers(repository, oldKeyring)).isEmpty();
    assertThat(signers(repository, keyring(fresh, "new"))).containsExactly(fresh.fingerprint());
    assertThat(fresh.fingerprint()).isEqualTo(both.fingerprint());
    assertThatThrownBy(fresh::retire).hasMessageContaining("there is one key alone");
  }

  @Test
  void aGivenKeyIsTakenUnlessItHasAPassphrase() throws Exception {
    SigningKey own = SigningKey.ensure(servers.signingHome(), PROJECT);
    Path locked = given("locked", "secret");
    Path open = given("open", "");

    assertThatThrownBy(() -> own.rotate(PROJECT, Optional.of(locked)))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("which may have no passphrase");
    assertThat(SigningKey.ensure(servers.signingHome(), PROJECT).fingerprint())
        .isEqualTo(own.fingerprint());
    assertThatThrownBy(() -> own.rotate(PROJECT, Optional.of(folder.resolve("none"))))
        .hasMessageContaining("none has no secret key other than the one that is used already");

    SigningKey taken = own.rotate(PROJECT, Optional.of(open));
    assertThat(taken.former()).contains(own.fingerprint());
    assertThat(taken.retire().fingerprint()).isEqualTo(taken.fingerprint());
  }

  private Path given(String name, String passphrase) throws Exception {
    Path home = Files.createDirectories(folder.resolve("g"));
    Command.of("chmod", "700", home.toString()).check("protect");
    gpg(passphrase, "--quick-generate-key", name, "ed25519", "sign", "never");
    Path file = folder.resolve(name + ".asc");
    gpg(passphrase, "--armor", "--output", file.toString(), "--export-secret-keys", "=" + name);
    return file;
  }

  private void gpg(String passphrase, String... arguments) throws InterruptedException {
    List<String> words =
        new java.util.ArrayList<>(
            List.of("gpg", "--homedir", folder.resolve("g").toString(), "--batch", "--quiet"));
    words.addAll(List.of("--pinentry-mode", "loopback", "--passphrase", passphrase));
    words.addAll(List.of(arguments));
    Command.of(words).check("prepare a key");
  }

  /** What a machine was given at that time. */
  private Path keyring(SigningKey key, String name) throws Exception {
    return Files.copy(key.signing().keyring().orElseThrow(), folder.resolve(name + ".gpg"));
  }

  /** Whose good signatures gpgv finds. */
  private List<String> signers(PackageRepository repository, Path keyring) throws Exception {
    URI release = URI.create(repository.root() + "/dists/stable/InRelease");
    Path file = folder.resolve("InRelease");
    Files.writeString(
        file,
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(release).build(), BodyHandlers.ofString())
            .body());
    return Command.of("gpgv", "--status-fd=1", "--keyring=" + keyring, file.toString())
        .run()
        .output()
        .lines()
        .filter(line -> line.contains(" VALIDSIG "))
        .map(line -> line.replaceFirst(".* ", ""))
        .toList();
  }
}
