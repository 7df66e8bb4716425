package io.drover.engine.version;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A source as it stands: a commit, or a tree of files that no commit has. The same files always
 * give the same revision, on any machine.
 *
 * @param commit id of the last commit that touched the source's path, 40 hex digits; empty when
 *     there is none or when there are uncommitted changes
 * @param time when that commit was made, to the second; there exactly when {@code commit} is
 * @param treeHash hash of paths, modes and contents, 12 hex digits; there exactly when {@code
 *     commit} is not
 */
public record Revision(Optional<String> commit, Optional<Instant> time, Optional<String> treeHash) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);
  private static final int SHORT = 7;

  /** Checks that there is either a commit with its time or a hash. */
  public Revision {
    if (commit.isPresent() != time.isPresent() || commit.isPresent() == treeHash.isPresent()) {
      throw new IllegalArgumentException("a revision is a commit with its time, or a hash");
    }
  }

  /** A commit. */
  public static Revision ofCommit(String id, Instant time) {
    return new Revision(Optional.of(id), Optional.of(time), Optional.empty());
  }

  /** Files that no commit has. */
  public static Revision ofTree(String hash) {
    return new Revision(Optional.empty(), Optional.empty(), Optional.of(hash));
  }

  /** Whether these files stand in no commit. */
  public boolean isDirty() {
    return treeHash.isPresent();
  }

  /**
   * The revision as a part of a version: {@code git20261120103400.abc1234} (UTC) or {@code
   * dirty.0123456789ab}. The commit id is always cut at 7 digits: how many git shows depends on the
   * clone.
   */
  public String stamp() {
    return treeHash
        .map(hash -> "dirty." + hash)
        .orElseGet(
            () ->
                "git%s.%s"
                    .formatted(
                        STAMP.format(time.orElseThrow()),
                        commit.orElseThrow().substring(0, SHORT)));
  }
}
