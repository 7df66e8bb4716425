package io.drover.aptly.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.drover.aptly.AptlyServer;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With a real aptly. */
@Tag("real")
@OnSharedAptly
class SnapshotsTest {

  private final AptlyServer server;
  private final Aptly aptly;
  private final Snapshots snapshots;

  SnapshotsTest(AptlyServer server) {
    this.server = server;
    this.aptly = server.aptly();
    this.snapshots = aptly.snapshots();
  }

  @Test
  void aSnapshotOfARepositoryKeepsWhatWasInIt() throws IOException {
    List<String> keys = Prepared.repo(server, "s-repo", "app 1 all", "app 2 all");

    Snapshot made = snapshots.createFromRepo("s/1", "s-repo", "as it was");
    aptly.repos().remove("s-repo", keys);

    assertThat(made.name()).isEqualTo("s/1");
    assertThat(made.description()).isEqualTo("as it was");
    assertThat(made.sourceKind()).isEqualTo("local");
    assertThat(made.createdAt()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    assertThat(snapshots.show("s/1")).isEqualTo(made);
    assertThat(snapshots.list()).extracting(Snapshot::name).contains("s/1");
    assertThat(snapshots.packages("s/1", PackageQuery.all()))
        .containsExactlyInAnyOrderElementsOf(keys);
    assertThat(snapshots.packageDetails("s/1", PackageQuery.matching("app (= 2)")))
        .extracting(PackageInfo::version)
        .containsExactly("2");
  }

  @Test
  void aSnapshotOfKeysIsToldToo() throws IOException {
    List<String> keys = Prepared.repo(server, "s-keys", "app 1 all", "lib 1 all");

    Snapshot some = snapshots.createFromPackages("s-some", "one of two", keys.subList(0, 1));
    Snapshot none = snapshots.createFromPackages("s-none", "", List.of());

    assertThat(some.description()).isEqualTo("one of two");
    assertThat(none.sourceKind()).isEqualTo("snapshot");
    assertThat(snapshots.packages("s-some", PackageQuery.all())).isEqualTo(keys.subList(0, 1));
    assertThat(snapshots.packages("s-none", PackageQuery.all())).isEmpty();
    assertThatThrownBy(() -> snapshots.createFromPackages("s-some", "", List.of()))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("snapshot with name s-some already exists");
    assertThatThrownBy(
            () -> snapshots.createFromPackages("s-bad", "", List.of("Pall no 1 0123456789abcdef")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("package Pall no 1 0123456789abcdef: key not found");
    assertThatThrownBy(() -> snapshots.createFromRepo("s-x", "s-nowhere", ""))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aSnapshotIsRenamedDescribedAndDeleted() {
    snapshots.createFromPackages("s-old", "old", List.of());
    snapshots.createFromPackages("s-later", "", List.of());

    assertThat(snapshots.listByTime())
        .extracting(Snapshot::name)
        .containsSubsequence("s-old", "s-later");
    assertThatThrownBy(() -> snapshots.rename("s-old", "s-later"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("snapshot s-later already exists");
    assertThat(snapshots.rename("s-old", "s-new").name()).isEqualTo("s-new");
    assertThat(snapshots.describe("s-new", "new").description()).isEqualTo("new");

    snapshots.delete("s-new");

    assertThatThrownBy(() -> snapshots.show("s-new"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("snapshot with name s-new not found");
    assertThatThrownBy(() -> snapshots.delete("s-new")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void whatIsDifferentIsTold() throws IOException {
    Prepared.snapshot(server, "s-left", "both 1 all", "left 1 all", "same 1 all");
    Prepared.snapshot(server, "s-right", "both 2 all", "right 1 all", "same 1 all");

    List<SnapshotDiff> diff = snapshots.diff("s-left", "s-right");

    assertThat(diff).hasSize(3);
    assertThat(diff)
        .filteredOn(d -> d.right().isEmpty())
        .singleElement()
        .satisfies(d -> assertThat(d.left().orElseThrow()).startsWith("Pall left 1 "));
    assertThat(snapshots.diffOfCommon("s-left", "s-right"))
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.left().orElseThrow()).startsWith("Pall both 1 ");
              assertThat(d.right().orElseThrow()).startsWith("Pall both 2 ");
            });
    assertThat(snapshots.diff("s-left", "s-left")).isEmpty();
    assertThat(diff).contains(new SnapshotDiff(Optional.empty(), key("s-right", "right")));
  }

  @Test
  void mergeAndPullNeed16() throws IOException {
    Prepared.snapshot(server, "s-a", "app 2 all", "lib 1 all");
    Prepared.snapshot(server, "s-b", "app 1 all", "dep 1 all");
    List<String> both = List.of("s-a", "s-b");
    List<String> queries = List.of("app", "dep");

    if (!aptly.supports(Feature.SNAPSHOT_MERGE)) {
      assertThatThrownBy(() -> snapshots.merge("s-m", both, MergeOptions.plain()))
          .isInstanceOf(UnsupportedException.class)
          .hasMessage(
              "aptly at %s is aptly %s, which cannot merge snapshots: that needs 1.6.0 or newer."
                  .formatted(aptly.api(), aptly.status().version()));
      assertThatThrownBy(() -> snapshots.pull("s-a", "s-b", "s-p", queries, PullOptions.plain()))
          .isInstanceOf(UnsupportedException.class);
      assertThatThrownBy(() -> snapshots.show("s-m")).isInstanceOf(NotFoundException.class);
      return;
    }
    assertThat(snapshots.merge("s-m", both, MergeOptions.plain()).description())
        .contains("'s-a', 's-b'");
    snapshots.merge("s-latest", both, MergeOptions.latest());
    snapshots.merge("s-all", both, MergeOptions.keepAll());
    assertThat(versions("s-m")).containsExactlyInAnyOrder("app 1", "dep 1", "lib 1");
    assertThat(versions("s-latest")).containsExactlyInAnyOrder("app 2", "dep 1", "lib 1");
    assertThat(versions("s-all")).containsExactlyInAnyOrder("app 1", "app 2", "dep 1", "lib 1");

    PullOptions options = PullOptions.plain().withoutDependencies().architectures("all");
    PullPreview preview = snapshots.previewPull("s-a", "s-b", queries, options);
    assertThat(preview.added()).containsExactlyInAnyOrder("app_1_all", "dep_1_all");
    assertThat(preview.removed()).containsExactly("app_2_all");
    snapshots.pull("s-a", "s-b", "s-pulled", queries, options);
    assertThat(versions("s-pulled")).containsExactlyInAnyOrder("app 1", "dep 1", "lib 1");
    snapshots.pull("s-a", "s-b", "s-pulled-all", queries, options.keepAll().allMatches());
    assertThat(versions("s-pulled-all")).hasSize(4);
  }

  @Test
  void aSourceOfOthersIsDeletedOnlyByForce() throws IOException {
    Prepared.snapshot(server, "s-source", "app 1 all");
    if (aptly.supports(Feature.SNAPSHOT_OF_SNAPSHOTS)) {
      snapshots.createFromSnapshots("s-made", "", List.of("s-source"), List.of());
      assertThat(versions("s-made")).containsExactly("app 1");
    } else {
      assertThatThrownBy(
              () -> snapshots.createFromSnapshots("s-made", "", List.of("s-source"), List.of()))
          .isInstanceOf(UnsupportedException.class);
    }
    if (aptly.supports(Feature.SNAPSHOT_MERGE)) {
      snapshots.merge("s-merged", List.of("s-source"), MergeOptions.plain());
      assertThatThrownBy(() -> snapshots.delete("s-source"))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("won't delete snapshot that was used as source");
    }
    snapshots.forceDelete("s-source");
    assertThatThrownBy(() -> snapshots.show("s-source")).isInstanceOf(NotFoundException.class);
  }

  private List<String> versions(String snapshot) {
    return snapshots.packageDetails(snapshot, PackageQuery.all()).stream()
        .map(p -> p.name() + " " + p.version())
        .toList();
  }

  private Optional<String> key(String snapshot, String name) {
    return snapshots.packages(snapshot, PackageQuery.matching(name)).stream().findFirst();
  }
}
