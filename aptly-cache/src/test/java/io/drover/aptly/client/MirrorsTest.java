package io.drover.aptly.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.aptly.AptlyServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With a real aptly; what it mirrors is published by itself. */
@Tag("real")
@OnSharedAptly
class MirrorsTest {

  private static final String UPSTREAM = "up/stream";

  private final AptlyServer server;
  private final Aptly aptly;
  private final Mirrors mirrors;
  private final MirrorSpec spec;
  private final MirrorUpdate update;

  MirrorsTest(AptlyServer server) {
    this.server = server;
    this.aptly = server.aptly();
    this.mirrors = aptly.mirrors();
    this.spec = MirrorSpec.of(upstream(), "stable").keyrings(server.keyring.toString());
    this.update = MirrorUpdate.plain().keyrings(server.keyring.toString());
  }

  @BeforeAll
  static void publishUpstream(AptlyServer server) throws IOException {
    Prepared.repo(server, "upstream", "one 1 all", "two 1 amd64", "two 2 amd64", "three 1 all");
    PublishSpec upstream =
        PublishSpec.ofRepos("stable")
            .component("main", "upstream")
            .architectures("all", "amd64")
            .origin("Upstream")
            .signing(SigningOptions.key(server.signing.key()));
    server.aptly().publishing().create(UPSTREAM, upstream);
  }

  @Test
  void aMirrorIsCreatedUpdatedSnapshottedAndDeleted() {
    Mirror made =
        mirrors.create("m one", spec.components("main").architectures("amd64").filter("two"));

    assertThat(made.name()).isEqualTo("m one");
    assertThat(made.archiveRoot()).startsWith(upstream().toString());
    assertThat(made.distribution()).isEqualTo("stable");
    assertThat(made.components()).containsExactly("main");
    assertThat(made.architectures()).containsExactly("amd64");
    assertThat(made.filter()).isEqualTo("two");
    assertThat(made.downloadSources()).isFalse();
    assertThat(made.meta()).containsEntry("Origin", "Upstream");
    assertThat(made.lastDownload()).isEmpty();
    assertThat(mirrors.list()).extracting(Mirror::name).contains("m one");
    assertThatThrownBy(() -> mirrors.packages("m one", PackageQuery.all()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("mirror hasn't been downloaded yet");

    mirrors.update("m one", update);

    Mirror shown = mirrors.show("m one");
    assertThat(shown.lastDownload()).isPresent();
    assertThat(shown.isUpdating()).isFalse();
    assertThat(mirrors.packages("m one", PackageQuery.all())).hasSize(2);
    assertThat(mirrors.packageDetails("m one", PackageQuery.matching("two (>> 1)")))
        .extracting(PackageInfo::version)
        .containsExactly("2");

    Snapshot snapshot = aptly.snapshots().createFromMirror("m-1", "m one", "mirrored");
    assertThat(snapshot.sourceKind()).isEqualTo("repo");
    assertThat(snapshot.origin()).isEqualTo("Upstream");
    assertThatThrownBy(() -> mirrors.delete("m one"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("won't delete mirror with snapshots");
    mirrors.forceDelete("m one");
    assertThatThrownBy(() -> mirrors.show("m one"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("mirror with name m one not found");
  }

  @Test
  void aMirrorWithDependenciesOfWhatMatches() {
    mirrors.create(
        "m deps",
        spec.architectures("amd64")
            .filter("two (= 1)")
            .filterWithDependencies()
            .skipComponentCheck());

    mirrors.update("m deps", update.skipExistingPackages().ignoreChecksums());

    assertThat(mirrors.packages("m deps", PackageQuery.matching("two").withDependencies()))
        .hasSize(1);
    mirrors.delete("m deps");
    assertThatThrownBy(() -> mirrors.update("m deps", update))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aSignatureOfAnotherKeyIsRefused() throws IOException {
    Path empty = Files.createFile(server.folder.resolve("empty.gpg"));
    MirrorSpec other = MirrorSpec.of(upstream(), "stable").keyrings(empty.toString());

    assertThatThrownBy(() -> mirrors.create("m other", other))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("could not create the mirror m other: unable to fetch mirror: ")
        .hasMessageContaining("verification of detached signature failed");
    assertThat(mirrors.list()).extracting(Mirror::name).doesNotContain("m other");

    mirrors.create("m ignored", MirrorSpec.of(upstream(), "stable").ignoreSignatures());
    assertThatThrownBy(() -> mirrors.update("m ignored", MirrorUpdate.plain()))
        .isInstanceOf(RefusedException.class);
    mirrors.update("m ignored", MirrorUpdate.plain().ignoreSignatures().force());
    assertThat(mirrors.packages("m ignored", PackageQuery.all())).hasSize(4);
  }

  @Test
  void anUpstreamThatIsNotThereAndANameThatIsTakenAreTold() {
    URI nowhere = URI.create(server.served() + "/nowhere");

    assertThatThrownBy(
            () -> mirrors.create("m nowhere", MirrorSpec.of(nowhere, "x").ignoreSignatures()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("HTTP code 404 while fetching " + nowhere);
    assertThatThrownBy(() -> mirrors.create("m bad", spec.filter("((")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("parsing failed");
    assertThat(mirrors.create("m taken", spec.sources().installer()).downloadSources()).isTrue();
    assertThatThrownBy(() -> mirrors.create("m taken", spec))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("mirror with name m taken already exists");
  }

  @Test
  void whatAMirrorIsOfCanBeChanged() {
    mirrors.create("m edit", spec.filter("one"));
    MirrorEdit edit = MirrorEdit.none().filter("three").filterWithDependencies(false);

    mirrors.update("m edit", edit.keyrings(server.keyring.toString()), update);

    assertThat(mirrors.packageDetails("m edit", PackageQuery.all()))
        .extracting(PackageInfo::name)
        .containsExactly("three");
    if (aptly.supports(Feature.MIRROR_EDIT)) {
      assertThat(mirrors.edit("m edit", MirrorEdit.none().filter("")).filter()).isEmpty();
    } else {
      assertThatThrownBy(() -> mirrors.edit("m edit", MirrorEdit.none()))
          .isInstanceOf(UnsupportedException.class);
    }
    MirrorEdit rename = MirrorEdit.none().name("m edited").components("main").sources(false);
    if (aptly.supports(Feature.MIRROR_RENAME)) {
      mirrors.update("m edit", rename, update);
      assertThat(mirrors.show("m edited").components()).containsExactly("main");
    } else {
      assertThatThrownBy(() -> mirrors.update("m edit", rename, update))
          .isInstanceOf(UnsupportedException.class);
    }
  }

  @Test
  void optionsThatTheServerWouldIgnoreAreNotSent() {
    List<MirrorSpec> specs = List.of(spec.appStream(), spec.skipArchitectureCheck());
    List<Feature> features = List.of(Feature.MIRROR_APP_STREAM, Feature.MIRROR_ARCHITECTURE_CHECK);
    for (int i = 0; i < specs.size(); i++) {
      MirrorSpec wanted = specs.get(i);
      if (aptly.supports(features.get(i))) {
        mirrors.create("m feature " + i, wanted);
      } else {
        String name = "m feature " + i;
        assertThatThrownBy(() -> mirrors.create(name, wanted))
            .isInstanceOf(UnsupportedException.class);
        assertThatThrownBy(() -> mirrors.show(name)).isInstanceOf(NotFoundException.class);
      }
    }
  }

  private URI upstream() {
    return URI.create(server.served() + "/" + UPSTREAM);
  }
}
