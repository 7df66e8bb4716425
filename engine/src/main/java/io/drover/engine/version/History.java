package io.drover.engine.version;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** The history of one folder of a repository. */
final class History {
  private final byte[][] names;
  private final ObjectReader reader;
  private final TreeCache cache;
  private final RevWalk walk;

  private History(String path, ObjectReader reader, TreeCache cache) {
    names =
        Stream.of(path.split("/"))
            .filter(name -> !name.isEmpty())
            .map(Constants::encode)
            .toArray(byte[][]::new);
    this.reader = reader;
    this.cache = cache;
    walk = new RevWalk(reader);
    walk.setRetainBody(false);
  }

  /**
   * The commit that {@code git log -1 -- PATH} shows. Git follows, of a merge, the first parent
   * that has the folder as the merge has it; only a merge that differs from all its parents counts
   * itself. What is left of a shallow clone's history is all the history there is.
   *
   * @param head where to begin
   * @param path folder with {@code /} between names; empty for all of the repository
   * @param cache what earlier walks have read
   * @return the commit with its body; empty if {@code head} has no such folder
   */
  static Optional<RevCommit> lastTouching(
      Repository repository, ObjectId head, String path, TreeCache cache)
      throws IOException, InterruptedException {
    try (ObjectReader reader = repository.newObjectReader()) {
      Optional<ObjectId> last = new History(path, reader, cache).last(head);
      return last.isEmpty()
          ? Optional.empty()
          : Optional.of(new RevWalk(reader).parseCommit(last.get()));
    }
  }

  /** The tree of a folder in a commit; empty if there is no such folder. */
  static Optional<ObjectId> folder(Repository repository, ObjectId commit, String path)
      throws IOException {
    try (ObjectReader reader = repository.newObjectReader()) {
      History history = new History(path, reader, new TreeCache());
      ObjectId[] trees = history.trees(history.walk.parseCommit(commit));
      return Optional.ofNullable(trees[trees.length - 1]);
    }
  }

  private Optional<ObjectId> last(ObjectId head) throws IOException, InterruptedException {
    RevCommit commit = walk.parseCommit(head);
    ObjectId[] trees = trees(commit);
    if (trees[names.length] == null) {
      return Optional.empty();
    }
    for (RevCommit next = commit; next != null; next = sameParent(commit, trees)) {
      Failures.checkInterrupt();
      commit = next;
    }
    return Optional.of(commit);
  }

  /** The first parent that has the folder as it is; its trees then replace those given. */
  private RevCommit sameParent(RevCommit commit, ObjectId[] trees) throws IOException {
    for (RevCommit parent : commit.getParents()) {
      walk.parseHeaders(parent);
      if (isSame(parent, trees)) {
        return parent;
      }
    }
    return null;
  }

  /** Goes down from the root only as far as the trees differ: mostly one tree is read. */
  private boolean isSame(RevCommit commit, ObjectId[] trees) throws IOException {
    ObjectId[] found = trees.clone();
    ObjectId tree = commit.getTree();
    for (int depth = 0; ; depth++) {
      if (tree == null) {
        return false;
      }
      boolean same = AnyObjectId.isEqual(tree, trees[depth]);
      found[depth] = tree;
      if (same) {
        System.arraycopy(found, 0, trees, 0, depth + 1);
        return true;
      }
      if (depth == names.length) {
        return false;
      }
      tree = cache.folder(reader, tree, names[depth]);
    }
  }

  private ObjectId[] trees(RevCommit commit) throws IOException {
    ObjectId[] trees = new ObjectId[names.length + 1];
    trees[0] = commit.getTree();
    for (int i = 0; i < names.length && trees[i] != null; i++) {
      trees[i + 1] = cache.folder(reader, trees[i], names[i]);
    }
    return trees;
  }
}
