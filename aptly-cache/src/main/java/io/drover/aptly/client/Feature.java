package io.drover.aptly.client;

import java.util.List;
import java.util.stream.Stream;

/**
 * What not every aptly since 1.5 can do. A server ignores options that it does not know, so a call
 * with one is not made at all: it ends in an {@link UnsupportedException}.
 */
public enum Feature {
  READINESS("tell whether it is ready", "1.6.0"),
  STORAGE_USE("tell how full its disk is", "1.6.0"),
  S3_ENDPOINTS("list its S3 endpoints", "1.6.0"),
  GCS_AND_JFROG_ENDPOINTS("list its GCS and JFrog endpoints", "1.6.3"),
  PLAIN_UPLOAD("take an upload without a multipart form", "1.6.3"),
  PACKAGE_SEARCH("search in all packages", "1.6.0"),
  HIGHEST_VERSIONS("list the highest versions only", "1.6.0"),
  REPO_FROM_SNAPSHOT("create a repository from a snapshot", "1.6.0"),
  /** Those in between insist on a name that is not taken. */
  REPO_EDIT("edit a repository without renaming it", "1.5.0", "1.6.0", "1.6.3"),
  PACKAGE_COPY("copy packages between repositories", "1.6.0"),
  SNAPSHOT_OF_SNAPSHOTS("create a snapshot with the packages of others", "1.6.3"),
  SNAPSHOT_MERGE("merge snapshots", "1.6.0"),
  SNAPSHOT_PULL("pull packages into a snapshot", "1.6.0"),
  MIRROR_EDIT("edit a mirror without updating it", "1.6.3"),
  /** Later ones take these options and do not heed them. */
  MIRROR_RENAME("rename a mirror, or change its components", "1.5.0", "1.6.3"),
  MIRROR_INSTALLER_EDIT("change whether a mirror has the installer", "1.6.3"),
  MIRROR_LATEST_ONLY("mirror the latest versions only", "1.6.3"),
  MIRROR_APP_STREAM("mirror AppStream metadata", "1.6.3"),
  MIRROR_ARCHITECTURE_CHECK("mirror without a check of the architectures", "1.6.0"),
  PUBLISHED_SHOW("show one published repository", "1.6.0"),
  PUBLISHED_SOURCES("change the sources of a published repository", "1.6.0"),
  MULTI_DIST("publish with a pool for each distribution", "1.6.0"),
  SIGNED_BY("publish with Signed-By", "1.6.3"),
  RELEASE_VERSION("publish with a version of the release", "1.6.3"),
  RELEASE_EDIT("change label or origin of a published repository", "1.6.3"),
  SEVERAL_KEYS("sign with several keys", "1.6.3"),
  GPG_KEY_LIST("list and delete trusted keys", "1.6.3");

  private final String does;
  private final List<Version> changes;

  /**
   * Names a feature.
   *
   * @param changes the version that brought it, the one that took it away again, and so on
   */
  Feature(String does, String... changes) {
    this.does = does;
    this.changes = Stream.of(changes).map(Version::parse).toList();
  }

  /** Whether a server of that version has it. */
  public boolean isIn(Version version) {
    return changes.stream().filter(change -> version.compareTo(change) >= 0).count() % 2 == 1;
  }

  /** What to say of a server that lacks it. */
  UnsupportedException lackedBy(String server, Version version) {
    Version last = changes.get(changes.size() - 1);
    String need =
        changes.size() % 2 == 1
            ? "that needs " + last + " or newer"
            : "only versions before " + last + " do";
    return new UnsupportedException(
        "%s is aptly %s, which cannot %s: %s.".formatted(server, version, does, need), this);
  }
}
