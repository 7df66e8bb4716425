package io.drover.aptly.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.aptly.AptlyServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With a real aptly. */
@Tag("real")
@OnSharedAptly
class PublishingTest {

  private final AptlyServer server;
  private final Aptly aptly;
  private final Publishing publishing;
  private final SigningOptions signing;

  PublishingTest(AptlyServer server) {
    this.server = server;
    this.aptly = server.aptly();
    this.publishing = aptly.publishing();
    this.signing = SigningOptions.key(server.signing.key());
  }

  @Test
  void repositoriesOfSeveralComponentsArePublishedUpdatedAndTakenBack() throws IOException {
    Prepared.repo(server, "p-main", "app 1 all");
    Prepared.repo(server, "p-extra", "extra 1 amd64");

    PublishedRepo made =
        publishing.create(
            "p/repos_x",
            PublishSpec.ofRepos("stable")
                .component("main", "p-main")
                .component("extra", "p-extra")
                .architectures("all", "amd64")
                .label("L")
                .origin("O")
                .notAutomatic()
                .butAutomaticUpgrades()
                .acquireByHash(true)
                .skipContentsAndBz2(true)
                .signing(signing));

    assertThat(made.prefix()).isEqualTo("p/repos_x");
    assertThat(made.storage()).isEmpty();
    assertThat(made.sourceKind()).isEqualTo(SourceKind.LOCAL);
    assertThat(made.sources())
        .containsExactly(new Source("extra", "p-extra"), new Source("main", "p-main"));
    assertThat(made.architectures()).contains("amd64");
    assertThat(made.acquireByHash()).isTrue();
    assertThat(made.skipContents()).isTrue();
    assertThat(publishing.list()).contains(made);
    assertThat(file("p/repos_x/dists/stable/InRelease"))
        .contains("BEGIN PGP SIGNED MESSAGE", "Label: L", "Origin: O", "Components: extra main")
        .contains("NotAutomatic: yes", "ButAutomaticUpgrades: yes", "Acquire-By-Hash: yes");
    assertThat(file("p/repos_x/dists/stable/main/binary-amd64/Packages")).contains("Version: 1\n");

    Prepared.add(server, "p-main", "app 2 all");
    publishing.update("p/repos_x", "stable", PublishUpdate.plain().signing(signing));
    assertThat(file("p/repos_x/dists/stable/main/binary-amd64/Packages")).contains("Version: 2\n");

    assertThatThrownBy(() -> aptly.repos().forceDelete("p-main"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("local repo is published");
    publishing.delete("p/repos_x", "stable");
    assertThat(publishing.list()).doesNotContain(made);
    assertThatThrownBy(() -> publishing.delete("p/repos_x", "stable"))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void snapshotsArePublishedAndSwitched() throws IOException {
    Prepared.snapshot(server, "p-snap-1", "app 1 all");
    Prepared.snapshot(server, "p-snap-2", "app 2 all");

    PublishedRepo made =
        publishing.create(
            "p-snaps",
            PublishSpec.ofSnapshots("stable")
                .component("main", "p-snap-1")
                .architectures("amd64")
                .signing(signing));
    assertThat(made.sourceKind()).isEqualTo(SourceKind.SNAPSHOT);
    assertThatThrownBy(() -> aptly.snapshots().forceDelete("p-snap-1"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("snapshot is published");

    PublishedRepo switched =
        publishing.update(
            "p-snaps",
            "stable",
            PublishUpdate.plain()
                .snapshot("main", "p-snap-2")
                .skipCleanup()
                .skipContentsAndBz2(true)
                .acquireByHash(true)
                .forceOverwrite()
                .signing(signing));

    assertThat(switched.sources()).containsExactly(new Source("main", "p-snap-2"));
    assertThat(file("p-snaps/dists/stable/main/binary-amd64/Packages")).contains("Version: 2\n");
    assertThat(server.run("find", "root/public/p-snaps/pool")).contains("app_1_all.deb");
    assertThatThrownBy(
            () ->
                publishing.update(
                    "p-snaps", "stable", PublishUpdate.plain().snapshot("main", "p-none")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("snapshot with name p-none not found");
    publishing.create(
        "p-snaps",
        PublishSpec.ofSnapshots("old")
            .component("main", "p-snap-1")
            .architectures("amd64")
            .signing(signing));
    publishing.deleteWithoutCleanup("p-snaps", "stable");
    assertThat(server.run("find", "root/public/p-snaps/pool")).contains("app_2_all.deb");
  }

  @Test
  void theRootAndDistributionsWithUnderscoresCanBePublishedUnsigned() throws IOException {
    Prepared.repo(server, "p-root", "app 1 all");
    PublishSpec spec =
        PublishSpec.ofRepos("a_b")
            .component("main", "p-root")
            .architectures("amd64")
            .signing(SigningOptions.unsigned());

    assertThat(publishing.create(".", spec).prefix()).isEqualTo(".");
    assertThatThrownBy(() -> publishing.create(".", spec))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("already used by another published repo");
    publishing.update(".", "a_b", PublishUpdate.plain().signing(SigningOptions.unsigned()));

    assertThat(file("dists/a_b/Release")).contains("Codename: a_b");
    publishing.forceDelete(".", "a_b");
  }

  @Test
  void aPrefixThatItsUrlsCannotTellIsRefused() {
    assertThatThrownBy(() -> publishing.delete("a/_b", "stable"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prefix 'a/_b' cannot be used");
  }

  @Test
  void aKeyThatIsNotThereAndASourceThatIsNotThereAreTold() throws IOException {
    Prepared.repo(server, "p-key", "app 1 all");
    PublishSpec spec =
        PublishSpec.ofRepos("stable").component("main", "p-key").architectures("amd64");
    SigningOptions missing = SigningOptions.key("0123456789ABCDEF");

    assertThatThrownBy(() -> publishing.create("p-key", spec.signing(missing)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("could not publish at p-key: unable to publish: ");
    assertThatThrownBy(
            () -> publishing.create("p-key", PublishSpec.ofRepos("x").component("main", "p-gone")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("local repo with name p-gone not found");
    assertThatThrownBy(() -> publishing.create("p-key", PublishSpec.ofSnapshots("x")))
        .isInstanceOf(RefusedException.class);
    assertThat(publishing.list()).noneMatch(repo -> repo.prefix().equals("p-key"));
  }

  @Test
  void aPassphraseIsGivenInTheCallOrInAFile() throws IOException {
    String key = Prepared.keyWithPassphrase(server, "open sesame");
    Prepared.repo(server, "p-pass", "app 1 all");
    PublishSpec spec =
        PublishSpec.ofRepos("stable").component("main", "p-pass").architectures("amd64");

    publishing.create("p-pass", spec.signing(SigningOptions.key(key).passphrase("open sesame")));

    assertThat(file("p-pass/dists/stable/InRelease")).contains("BEGIN PGP SIGNATURE");
    server.run("gpg-connect-agent", "reloadagent", "/bye");
    SigningOptions wrong = SigningOptions.key(key).passphrase("guess");
    assertThatThrownBy(
            () -> publishing.update("p-pass", "stable", PublishUpdate.plain().signing(wrong)))
        .isInstanceOf(RefusedException.class)
        .hasMessageNotContaining("guess");
  }

  @Test
  void sourcesOfWhatIsPublishedAreChangedSince16() throws IOException {
    Prepared.repo(server, "p-src", "app 1 all");
    Prepared.repo(server, "p-src-2", "two 1 all");
    publishing.create(
        "p-src",
        PublishSpec.ofRepos("s_t")
            .component("main", "p-src")
            .architectures("amd64")
            .signing(signing));
    Source two = new Source("two", "p-src-2");

    if (!aptly.supports(Feature.PUBLISHED_SOURCES)) {
      assertThatThrownBy(() -> publishing.addSource("p-src", "s_t", two))
          .isInstanceOf(UnsupportedException.class);
      assertThatThrownBy(() -> publishing.show("p-src", "s_t"))
          .isInstanceOf(UnsupportedException.class);
      return;
    }
    assertThat(publishing.show("p-src", "s_t").codename()).isNotNull();
    assertThatThrownBy(() -> publishing.pendingSources("p-src", "s_t"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("No source changes exist");
    publishing.addSource("p-src", "s_t", two);
    assertThatThrownBy(() -> publishing.addSource("p-src", "s_t", two))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("Component 'two' already exists");
    publishing.changeSource("p-src", "s_t", "two", new Source("zwei", "p-src-2"));
    publishing.removeSource("p-src", "s_t", "main");
    assertThat(publishing.pendingSources("p-src", "s_t"))
        .containsExactly(new Source("zwei", "p-src-2"));
    publishing.discardSources("p-src", "s_t");
    assertThatThrownBy(() -> publishing.removeSource("p-src", "s_t", "zwei"))
        .isInstanceOf(NotFoundException.class);
    publishing.setSources("p-src", "s_t", List.of(two, new Source("main", "p-src-2")));
    PublishedRepo updated =
        publishing.update("p-src", "s_t", PublishUpdate.plain().signing(signing));
    assertThat(updated.sources()).extracting(Source::component).containsExactly("main", "two");
    assertThatThrownBy(() -> publishing.show("p-src", "none"))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void optionsThatTheServerWouldIgnoreAreNotSent() throws IOException {
    Prepared.repo(server, "p-new", "app 1 all");
    PublishSpec spec =
        PublishSpec.ofRepos("stable").component("main", "p-new").architectures("amd64");
    PublishSpec multi = spec.multiDist().signing(signing);

    if (aptly.supports(Feature.MULTI_DIST)) {
      assertThat(publishing.create("p-multi", multi).multiDist()).isTrue();
    } else {
      assertThatThrownBy(() -> publishing.create("p-multi", multi))
          .isInstanceOf(UnsupportedException.class);
    }
    if (!aptly.supports(Feature.SIGNED_BY)) {
      SigningOptions two = SigningOptions.keys(server.signing.key(), server.signing.key());
      for (PublishSpec wanted : List.of(spec.signedBy("x"), spec.version("1"), spec.signing(two))) {
        assertThatThrownBy(() -> publishing.create("p-new", wanted))
            .isInstanceOf(UnsupportedException.class);
      }
      assertThat(publishing.list()).noneMatch(repo -> repo.prefix().equals("p-new"));
    }
  }

  private String file(String path) {
    var transport =
        new Transport("files", URI.create(server.served() + "/"), Duration.ofSeconds(9));
    return transport.get("/" + path, "serve").text();
  }
}
