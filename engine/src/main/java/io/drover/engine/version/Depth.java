package io.drover.engine.version;

import java.util.Optional;

/** How much of the history behind each branch and tag a mirror has. */
enum Depth {
  /** The commit itself and its parents, which tell whether it touched a path. */
  TIPS(2),
  /** Mostly enough to find the last commit that touched a folder of a large repository. */
  RECENT(100),
  /** All of it. */
  ALL(Integer.MAX_VALUE);

  private final int commits;

  Depth(int commits) {
    this.commits = commits;
  }

  /** Commits in a row, as git counts depth. */
  int commits() {
    return commits;
  }

  /** The next larger one, if there is one. */
  Optional<Depth> next() {
    return this == ALL ? Optional.empty() : Optional.of(values()[ordinal() + 1]);
  }
}
