package io.drover.aptly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.aptly.client.AptlyException;
import io.drover.aptly.client.Snapshot;
import io.drover.aptly.client.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes wrong, with a real aptly: the published repository stays as it was. */
@Tag("real")
class PackageRepositoryFaultsTest {

  private static final String WORDS =
      "{\"error\":\"write /var/aptly/upload/x: no space left on device\"}";

  private static AptlyServer server;
  private static Path first;

  private PackageRepository repository;
  private Path good;
  private List<String> before;

  @BeforeAll
  static void start() throws IOException {
    server = AptlyServer.start();
    first = server.deb("api", "1", "all", "x");
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void publishSomething() throws IOException {
    repository = server.open("shop");
    repository.publish("a", "1", List.of(first), line -> {});
    good = server.deb("good", "1", "all", "x".repeat(100));
    before = state();
  }

  @AfterEach
  void nothingChanged() {
    assertThat(state()).isEqualTo(before);
    assertThat(repository.find("good", "1")).isEmpty();
  }

  @Test
  void anUploadThatAptlyRefusesSaysWhoWhatAndWhyInAptlysWords() throws IOException {
    try (var proxy = faultyUploads(exchange -> FaultyProxy.answer(exchange, 500, WORDS))) {
      assertThatThrownBy(() -> publishThrough(proxy.uri(), good))
          .isInstanceOf(AptlyException.class)
          .hasMessage(
              ("aptly at %s/api could not take the upload of %s: write /var/aptly/upload/x: no"
                      + " space left on device (HTTP 500). Its disk is full: make room there, and do"
                      + " the same again.")
                  .formatted(proxy.uri(), good));
    }
  }

  @Test
  void anUploadThatBreaksOffSaysSo() throws IOException {
    try (var proxy = faultyUploads(FaultyProxy::drop)) {
      assertThatThrownBy(() -> publishThrough(proxy.uri(), good))
          .hasMessageStartingWith("the connection to aptly at " + proxy.uri() + "/api broke when")
          .hasMessageContaining("asked to take the upload of " + good);
    }
  }

  @Test
  void aFailureAfterTheFilesWereAddedIsUndone() throws IOException {
    try (var proxy =
        new FaultyProxy(
            server.api(),
            e ->
                e.getRequestMethod().equals("PUT")
                    && e.getRequestURI().getPath().startsWith("/api/publish/")
                    && FaultyProxy.answer(e, 500, "{\"error\":\"no secret key\"}"))) {
      assertThatThrownBy(() -> publishThrough(proxy.uri(), good))
          .hasMessageContaining("could not publish shop/stable again: no secret key (HTTP 500)");
    }
  }

  @Test
  void aPackageThatAptlyCannotReadIsNamedAndItsSiblingsAreNotPublished() throws IOException {
    byte[] bytes = Files.readAllBytes(server.deb("bad", "1", "all", "x"));
    int control = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("control.tar");
    for (int i = control + 60; i < control + 80; i++) {
      bytes[i] = 0;
    }
    Path bad = Files.write(server.folder.resolve("bad_1_all.deb"), bytes);

    assertThatThrownBy(() -> repository.publish("good", "1", List.of(good, bad), line -> {}))
        .hasMessageContaining("did not take what was built: Unable to read file " + bad + ": ");
  }

  @Test
  void aPackageOfAnArchitectureThatIsNotPublishedIsRefused() throws IOException {
    Path riscv = server.deb("good", "1", "riscv64", "x");

    assertThatThrownBy(() -> repository.publish("good", "1", List.of(riscv), line -> {}))
        .hasMessageStartingWith("good 1 (riscv64) cannot be published: http://127.0.0.1:")
        .hasMessageContaining("is made for all, amd64");
  }

  @Test
  void aPackageThatIsNotWhatItsFileIsNamedForIsRefused() throws IOException {
    Path folder = server.folder.resolve("named");
    Files.createDirectories(folder);
    for (String name : List.of("other_1_all.deb", "good_2_all.deb", "good_1_amd64.deb")) {
      Path misnamed = Files.copy(good, folder.resolve(name));

      assertThatThrownBy(() -> repository.publish("good", "1", List.of(misnamed), line -> {}))
          .hasMessage(
              misnamed
                  + " holds good 1 (all), which is not what its name says. Correct the control"
                  + " file, or the name.");
    }
  }

  @Test
  void aServerThatSignsWithAnotherKeyThanTheOneThatIsTrustedIsNotBelieved() throws IOException {
    Path home = Files.createDirectory(server.folder.resolve("other-home"));
    Path keyring = server.folder.resolve("other.gpg");
    String gpg = "gpg --homedir " + home + " --batch --quiet --passphrase '' ";
    server.run(
        "sh",
        "-c",
        "chmod 700 %s; %s --quick-gen-key other ed25519 sign never; %s --export > %s"
            .formatted(home, gpg, gpg, keyring));
    server.run("gpgconf", "--homedir", home.toString(), "--kill", "all");
    var wrong = new Signing(server.signing.key(), Optional.of(keyring));
    PackageRepository distrusting =
        PackageRepository.open(server.client(), server.served(), "distrusted", wrong);

    assertThatThrownBy(() -> distrusting.publish("good", "1", List.of(good), line -> {}))
        .hasMessageContaining("InRelease is not signed by the key " + server.signing.key());
    assertThat(distrusting.find("good", "1")).isEmpty();
  }

  @Test
  void anInterruptWhileUploadingLeavesNothing() throws Exception {
    Thread publisher = Thread.currentThread();
    try (var proxy =
        faultyUploads(
            exchange -> {
              publisher.interrupt();
              Pauses.sleep(300);
              return FaultyProxy.drop(exchange);
            })) {
      assertThatThrownBy(() -> publishThrough(proxy.uri(), good))
          .hasMessageStartingWith("stopped before aptly");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void leftoversOfKilledRunsAreSweptWhenOldAndOurs() throws IOException {
    String old = "drover-shop-1700000000000-0123abcd";
    String young = "drover-shop-" + System.currentTimeMillis() + "-0123abcd";
    String other = "drover-shop-two-1700000000000-0123abcd";
    AptlyClient client = server.client();
    for (String folder : List.of(old, young, other)) {
      client.upload(folder, "x.deb", good);
      client.createRepository(folder, "", "");
    }

    server.open("shop");

    assertThat(client.uploads()).contains(young, other).doesNotContain(old);
    assertThat(client.repositories()).contains(young, other).doesNotContain(old);
    for (String folder : List.of(young, other)) {
      client.deleteUpload(folder);
      client.deleteRepository(folder);
    }
  }

  private static FaultyProxy faultyUploads(FaultyProxy.Fault fault) throws IOException {
    return new FaultyProxy(
        server.api(),
        e ->
            e.getRequestMethod().equals("POST")
                && e.getRequestURI().getPath().startsWith("/api/files/")
                && fault.answered(e));
  }

  private static Publication publishThrough(URI api, Path deb) {
    var client = AptlyClient.at(api, AptlyServer.TIMEOUT);
    return PackageRepository.open(client, server.served(), "shop", server.signing)
        .publish("good", "1", List.of(deb), line -> {});
  }

  /** What apt sees, what the repository holds, and what lies around. */
  private static List<String> state() {
    var served = new Transport("served", server.served(), AptlyServer.TIMEOUT);
    AptlyClient client = server.client();
    return List.of(
        served.get("/shop/dists/stable/main/binary-amd64/Packages", "serve").text(),
        sorted(client.packageKeys("shop")),
        sorted(client.uploads()),
        sorted(client.repositories().stream().filter(r -> !r.equals("distrusted")).toList()),
        sorted(
            client.snapshots().stream()
                .map(Snapshot::name)
                .filter(name -> !name.startsWith("drover-lease"))
                .toList()));
  }

  /** aptly's lists have no order. */
  private static String sorted(List<String> names) {
    return names.stream().sorted().toList().toString();
  }
}
