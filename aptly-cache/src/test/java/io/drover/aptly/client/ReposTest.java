package io.drover.aptly.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.aptly.AptlyServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With a real aptly. */
@Tag("real")
@OnSharedAptly
class ReposTest {

  private final AptlyServer server;
  private final Aptly aptly;
  private final Repos repos;

  ReposTest(AptlyServer server) {
    this.server = server;
    this.aptly = server.aptly();
    this.repos = aptly.repos();
  }

  @Test
  void aRepositoryIsCreatedShownEditedRenamedAndDeleted() {
    Repo made =
        repos.create(
            "r one",
            RepoOptions.plain()
                .comment("first")
                .defaultDistribution("stable")
                .defaultComponent("main"));

    assertThat(made).isEqualTo(new Repo("r one", "first", "stable", "main", 0));
    assertThat(repos.show("r one")).isEqualTo(made);
    assertThat(repos.list()).contains(made);
    RepoOptions edit = RepoOptions.plain().comment("");
    if (aptly.supports(Feature.REPO_EDIT)) {
      assertThat(repos.edit("r one", edit).comment()).isEmpty();
    } else {
      assertThatThrownBy(() -> repos.edit("r one", edit)).isInstanceOf(UnsupportedException.class);
    }
    assertThat(repos.rename("r one", "r/two").name()).isEqualTo("r/two");
    assertThat(repos.show("r/two").defaultDistribution()).isEqualTo("stable");

    repos.delete("r/two");

    assertThatThrownBy(() -> repos.show("r/two"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage(
            "aptly at %s could not show the repository r/two: local repo with name r/two not found"
                    .formatted(aptly.api())
                + " (HTTP 404).");
  }

  @Test
  void aNameThatIsTakenIsAConflict() {
    repos.create("taken", RepoOptions.plain());

    assertThatThrownBy(() -> repos.create("taken", RepoOptions.plain()))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("local repo with name taken already exists");
  }

  @Test
  void uploadedPackagesAreAddedListedSearchedAndRemoved() throws IOException {
    repos.create("packages", RepoOptions.plain());
    upload("packages", server.deb("app", "1.0", "amd64", "a"), server.deb("lib", "2", "all", "b"));

    ImportReport report = repos.addUploaded("packages", "packages", AddOptions.plain());

    assertThat(report.isComplete()).isTrue();
    assertThat(report.warnings()).isEmpty();
    assertThat(report.added()).containsExactlyInAnyOrder("app_1.0_amd64 added", "lib_2_all added");
    assertThat(aptly.uploads().folders()).doesNotContain("packages");
    List<String> keys = repos.packages("packages", PackageQuery.all());
    assertThat(keys).hasSize(2).anyMatch(key -> key.startsWith("Pamd64 app 1.0 "));
    assertThat(repos.packages("packages", PackageQuery.matching("lib (>= 1), $Architecture (all)")))
        .singleElement()
        .asString()
        .startsWith("Pall lib 2 ");
    PackageInfo app = repos.packageDetails("packages", PackageQuery.matching("Name (app)")).get(0);
    assertThat(keys).contains(app.key());
    assertThat(app.name()).isEqualTo("app");
    assertThat(app.field("Maintainer")).startsWith("Drover ");
    assertThat(aptly.packages().show(app.key())).isEqualTo(app);
  }

  @Test
  void packagesAreAddedAndRemovedByTheirKeys() throws IOException {
    List<String> keys = withPackages("keys", server.deb("keyed", "1", "all", "k"));
    repos.create("keys too", RepoOptions.plain());

    repos.add("keys too", keys);
    repos.add("keys too", keys);
    assertThat(repos.packages("keys too", PackageQuery.all()))
        .containsExactlyInAnyOrderElementsOf(keys);

    repos.remove("keys too", keys);
    repos.remove("keys too", keys);
    assertThat(repos.packages("keys too", PackageQuery.all())).isEmpty();
    assertThatThrownBy(() -> repos.add("keys too", List.of("Pall none 1 0123456789abcdef")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("Pall none 1 0123456789abcdef: key not found");
  }

  @Test
  void aPackageInTheWayIsRefusedOrReplacedAsWanted() throws IOException {
    withPackages("replace", server.deb("clash", "1", "all", "old"));
    upload("replace", server.deb("clash", "1", "all", "new"));

    ImportReport refused =
        repos.addUploaded("replace", "replace", "clash_1_all.deb", AddOptions.plain().keepFiles());
    ImportReport replaced =
        repos.addUploaded("replace", "replace", AddOptions.plain().forceReplace().keepFiles());

    assertThat(refused.isComplete()).isFalse();
    assertThat(refused.failedFiles()).singleElement().asString().endsWith("/clash_1_all.deb");
    assertThat(refused.warnings()).singleElement().asString().contains("clash_1_all");
    assertThat(replaced.removed())
        .singleElement()
        .asString()
        .startsWith("clash_1_all removed due to conflict");
    assertThat(aptly.uploads().list("replace")).containsExactly("clash_1_all.deb");
  }

  @Test
  void whatChangesFilesListIsIncluded() throws IOException {
    repos.create("include", RepoOptions.plain());
    for (Path file : Prepared.changes(server, "inc", "3")) {
      aptly.uploads().upload("include", file);
    }

    ImportReport refused = repos.include("include", "include", IncludeOptions.plain().keepFiles());
    ImportReport taken =
        repos.include("{{.Source}}lude", "include", "inc_3.changes", unsigned().keepFiles());
    ImportReport again = repos.include("include", "include", unsigned().forceReplace());

    assertThat(refused.isComplete()).isFalse();
    assertThat(taken.added()).containsExactly("inc_3_all added");
    assertThat(again.isComplete()).isTrue();
    assertThat(aptly.uploads().folders()).doesNotContain("include");
    assertThat(repos.packages("include", PackageQuery.all())).hasSize(1);
  }

  @Test
  void aRepositoryWithSnapshotsIsDeletedOnlyByForce() throws IOException {
    withPackages("kept", server.deb("kept", "1", "all", "k"));
    aptly.snapshots().createFromRepo("of kept", "kept", "");

    assertThatThrownBy(() -> repos.delete("kept"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("unable to drop, local repo has snapshots");
    repos.forceDelete("kept");

    assertThat(aptly.snapshots().packages("of kept", PackageQuery.all())).hasSize(1);
  }

  @Test
  void copyAndHighestVersionsAndFromSnapshotNeed16() throws IOException {
    withPackages("from", server.deb("v", "1", "all", "1"), server.deb("v", "2", "all", "2"));
    repos.create("to", RepoOptions.plain());
    aptly.snapshots().createFromRepo("of from", "from", "");

    if (!aptly.supports(Feature.PACKAGE_COPY)) {
      assertThatThrownBy(() -> repos.copy("from", "to", "v (= 2)", CopyOptions.plain()))
          .isInstanceOf(UnsupportedException.class);
      assertThatThrownBy(() -> repos.packages("from", PackageQuery.all().highestVersions()))
          .isInstanceOf(UnsupportedException.class);
      assertThatThrownBy(() -> repos.create("of", RepoOptions.plain().fromSnapshot("of from")))
          .isInstanceOf(UnsupportedException.class);
      return;
    }
    CopyOptions plain = CopyOptions.plain();
    assertThat(repos.copy("from", "to", "v (= 2)", plain.dryRun()).warnings()).hasSize(1);
    assertThat(repos.packages("to", PackageQuery.all())).isEmpty();
    assertThat(repos.copy("from", "to", "v (= 2)", plain).added())
        .containsExactly("added v-2(all)");
    Prepared.repo(server, "deps", "other 1 amd64");
    assertThat(repos.copy("from", "deps", "v (= 1)", plain.withDependencies()).added())
        .containsExactly("added v-1(all)");
    assertThat(repos.packages("from", PackageQuery.all().highestVersions()))
        .isEqualTo(repos.packages("to", PackageQuery.all()));
    repos.create("of", RepoOptions.plain().fromSnapshot("of from"));
    assertThat(repos.packages("of", PackageQuery.all())).hasSize(2);
  }

  private static IncludeOptions unsigned() {
    return IncludeOptions.plain().acceptUnsigned().ignoreSignatures();
  }

  private List<String> withPackages(String repo, Path... debs) {
    repos.create(repo, RepoOptions.plain());
    upload(repo, debs);
    assertThat(repos.addUploaded(repo, repo, AddOptions.plain()).isComplete()).isTrue();
    return repos.packages(repo, PackageQuery.all());
  }

  private void upload(String folder, Path... files) {
    for (Path file : files) {
      aptly.uploads().upload(folder, file);
    }
  }
}
