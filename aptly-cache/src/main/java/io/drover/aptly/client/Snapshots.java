package io.drover.aptly.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Snapshots: lists of packages that do not change.
 *
 * <pre>{@code
 * aptly.snapshots().createFromRepo("hello-1", "hello", "first release");
 * aptly.snapshots().createFromPackages("nothing", "for comparison", List.of());
 * for (SnapshotDiff diff : aptly.snapshots().diff("nothing", "hello-1")) {
 *   System.out.println("new: " + diff.right().orElseThrow());
 * }
 * aptly.snapshots().delete("nothing");
 * }</pre>
 */
public final class Snapshots {

  private final Calls calls;

  Snapshots(Calls calls) {
    this.calls = calls;
  }

  /** All snapshots, by name. */
  public List<Snapshot> list() {
    return calls.list(Url.of("snapshots"), Snapshot.class, "list its snapshots");
  }

  /** All snapshots, the oldest first. */
  public List<Snapshot> listByTime() {
    Url url = Url.of("snapshots").with("sort", "time");
    return calls.list(url, Snapshot.class, "list its snapshots");
  }

  /**
   * One snapshot.
   *
   * @throws NotFoundException when it does not exist
   */
  public Snapshot show(String name) {
    return calls.get(url(name), Snapshot.class, "show the snapshot " + name);
  }

  /**
   * A snapshot of what is in a local repository now.
   *
   * @throws ConflictException when there is one of that name
   */
  public Snapshot createFromRepo(String name, String repo, String description) {
    return create(Url.of("repos", repo, "snapshots"), name, description);
  }

  /**
   * A snapshot of what is in a mirror now.
   *
   * @throws ConflictException when there is one of that name
   */
  public Snapshot createFromMirror(String name, String mirror, String description) {
    return create(Url.of("mirrors", mirror, "snapshots"), name, description);
  }

  /**
   * A snapshot of packages that aptly has, by their keys; of none, an empty one.
   *
   * @throws ConflictException when there is one of that name
   */
  public Snapshot createFromPackages(String name, String description, Collection<String> keys) {
    return create(name, description, List.of(), keys);
  }

  /**
   * A snapshot of the packages in others, and more by their keys; the later wins.
   *
   * @throws ConflictException when there is one of that name
   * @throws UnsupportedException before 1.6.3, which would leave out the others' packages
   */
  public Snapshot createFromSnapshots(
      String name, String description, List<String> snapshots, Collection<String> keys) {
    calls.require(Feature.SNAPSHOT_OF_SNAPSHOTS);
    return create(name, description, snapshots, keys);
  }

  /**
   * Gives it another name.
   *
   * @throws ConflictException when there is one of that name
   */
  public Snapshot rename(String name, String newName) {
    return edit(name, Map.of("Name", newName));
  }

  /** Gives it another description, which cannot be empty. */
  public Snapshot describe(String name, String description) {
    return edit(name, Map.of("Description", description));
  }

  /**
   * Deletes a snapshot, not the packages in aptly's pool.
   *
   * @throws ConflictException when it is published, or others were made of it
   */
  public void delete(String name) {
    calls.work("DELETE", url(name), "delete the snapshot " + name);
  }

  /** As {@link #delete}, also when others were made of it. */
  public void forceDelete(String name) {
    calls.work("DELETE", url(name).with("force", "1"), "delete the snapshot " + name);
  }

  /** What is different in the second snapshot. */
  public List<SnapshotDiff> diff(String left, String right) {
    return calls.list(
        Url.of("snapshots", left, "diff", right), SnapshotDiff.class, comparing(left, right));
  }

  /** As {@link #diff}, of packages that are in both in different versions. */
  public List<SnapshotDiff> diffOfCommon(String left, String right) {
    Url url = Url.of("snapshots", left, "diff", right).with("onlyMatching", "1");
    return calls.list(url, SnapshotDiff.class, comparing(left, right));
  }

  /** Keys of the packages in it that match, in no order. */
  public List<String> packages(String name, PackageQuery query) {
    return Packages.keys(calls, packages(name), query, listing(name));
  }

  /** The packages in it that match, with their stanzas. */
  public List<PackageInfo> packageDetails(String name, PackageQuery query) {
    return Packages.details(calls, packages(name), query, listing(name));
  }

  /**
   * A snapshot of the packages in others.
   *
   * @throws ConflictException when there is one of that name
   * @throws UnsupportedException before 1.6
   */
  public Snapshot merge(String name, List<String> sources, MergeOptions options) {
    calls.require(Feature.SNAPSHOT_MERGE);
    String doing = "merge snapshots into " + name;
    Url url = Url.of("snapshots", name, "merge").with(options.fields().values());
    return calls.as(
        calls.work("POST", url, Map.of("Sources", sources), doing), Snapshot.class, doing);
  }

  /**
   * A snapshot of what is in one, and of packages of another.
   *
   * @param name the one that is pulled into, which stays as it is
   * @param source the one that is pulled from
   * @param destination name of the new one
   * @param queries which packages, in aptly's query language
   * @throws UnsupportedException before 1.6
   */
  public Snapshot pull(
      String name, String source, String destination, List<String> queries, PullOptions options) {
    String doing = "pull packages of the snapshot " + source + " into " + destination;
    return calls.as(
        pull(Url.of("snapshots", name, "pull"), source, destination, queries, options, doing),
        Snapshot.class,
        doing);
  }

  /** What {@link #pull} would do. */
  public PullPreview previewPull(
      String name, String source, List<String> queries, PullOptions options) {
    String doing = "tell what of the snapshot " + source + " it would pull into " + name;
    Url url = Url.of("snapshots", name, "pull").with("dry-run", "1");
    return calls.as(
        pull(url, source, "preview", queries, options, doing), PullPreview.class, doing);
  }

  private JsonNode pull(
      Url url,
      String source,
      String destination,
      List<String> queries,
      PullOptions options,
      String doing) {
    calls.require(Feature.SNAPSHOT_PULL);
    Map<String, Object> body =
        Map.of(
            "Source",
            source,
            "Destination",
            destination,
            "Queries",
            queries,
            "Architectures",
            options.architectures());
    return calls.work("POST", url.with(options.fields().values()), body, doing);
  }

  private Snapshot create(
      String name, String description, List<String> snapshots, Collection<String> keys) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Name", name);
    body.put("Description", description);
    body.put("SourceSnapshots", snapshots);
    body.put("PackageRefs", keys);
    String doing = "create the snapshot " + name;
    JsonNode json = calls.work("POST", Url.of("snapshots"), body, doing);
    // 1.5 does not tell
    return json.isNull() ? show(name) : calls.as(json, Snapshot.class, doing);
  }

  private Snapshot create(Url url, String name, String description) {
    String doing = "create the snapshot " + name;
    Map<String, String> body = Map.of("Name", name, "Description", description);
    return calls.as(calls.work("POST", url, body, doing), Snapshot.class, doing);
  }

  private Snapshot edit(String name, Map<String, String> changes) {
    String doing = "change the snapshot " + name;
    return calls.as(calls.work("PUT", url(name), changes, doing), Snapshot.class, doing);
  }

  private static Url url(String name) {
    return Url.of("snapshots", name);
  }

  private static Url packages(String name) {
    return Url.of("snapshots", name, "packages");
  }

  private static String listing(String name) {
    return "list the packages of the snapshot " + name;
  }

  private static String comparing(String left, String right) {
    return "compare the snapshots " + left + " and " + right;
  }
}
