package io.drover.aptly.client;

import java.util.Optional;

/**
 * What not every aptly since 1.5 can do. A server ignores options that it does not know, so a call
 * with one is not made at all: it ends in an {@link UnsupportedException}.
 */
public enum Feature {
  READINESS("1.6.0", "tell whether it is ready"),
  STORAGE_USE("1.6.0", "tell how full its disk is"),
  S3_ENDPOINTS("1.6.0", "list its S3 endpoints"),
  GCS_AND_JFROG_ENDPOINTS("1.6.3", "list its GCS and JFrog endpoints"),
  PLAIN_UPLOAD("1.6.3", "take an upload without a multipart form"),
  PACKAGE_SEARCH("1.6.0", "search in all packages"),
  HIGHEST_VERSIONS("1.6.0", "list the highest versions only"),
  REPO_FROM_SNAPSHOT("1.6.0", "create a repository from a snapshot"),
  PACKAGE_COPY("1.6.0", "copy packages between repositories"),
  SNAPSHOT_OF_SNAPSHOTS("1.6.3", "create a snapshot with the packages of others"),
  SNAPSHOT_MERGE("1.6.0", "merge snapshots"),
  SNAPSHOT_PULL("1.6.0", "pull packages into a snapshot"),
  MIRROR_EDIT("1.6.3", "edit a mirror without updating it"),
  /** Later ones take these options and do not heed them. */
  MIRROR_RENAME("1.5.0", "1.6.3", "rename a mirror, or change its components"),
  MIRROR_INSTALLER_EDIT("1.6.3", "change whether a mirror has the installer"),
  MIRROR_LATEST_ONLY("1.6.3", "mirror the latest versions only"),
  MIRROR_APP_STREAM("1.6.3", "mirror AppStream metadata"),
  MIRROR_ARCHITECTURE_CHECK("1.6.0", "mirror without a check of the architectures"),
  PUBLISHED_SHOW("1.6.0", "show one published repository"),
  PUBLISHED_SOURCES("1.6.0", "change the sources of a published repository"),
  MULTI_DIST("1.6.0", "publish with a pool for each distribution"),
  SIGNED_BY("1.6.3", "publish with Signed-By"),
  RELEASE_VERSION("1.6.3", "publish with a version of the release"),
  RELEASE_EDIT("1.6.3", "change label or origin of a published repository"),
  SEVERAL_KEYS("1.6.3", "sign with several keys"),
  GPG_KEY_LIST("1.6.3", "list and delete trusted keys");

  private final Version since;
  private final Optional<Version> until;
  private final String does;

  Feature(String since, String does) {
    this(since, null, does);
  }

  Feature(String since, String until, String does) {
    this.since = Version.parse(since);
    this.until = Optional.ofNullable(until).map(Version::parse);
    this.does = does;
  }

  /** Whether a server of that version has it. */
  public boolean isIn(Version version) {
    return version.compareTo(since) >= 0
        && until.map(end -> version.compareTo(end) < 0).orElse(true);
  }

  /** What to say of a server that lacks it. */
  UnsupportedException lackedBy(String server, Version version) {
    String need =
        until
            .map(end -> "only versions before " + end + " do")
            .orElse("that needs " + since + " or newer");
    return new UnsupportedException(
        "%s is aptly %s, which cannot %s: %s.".formatted(server, version, does, need), this);
  }
}
