package io.drover.engine.version;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.IndexDiff;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.submodule.SubmoduleWalk.IgnoreSubmoduleMode;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/**
 * A folder below the configuration folder, as it is on disk: in the work tree of the innermost git
 * repository around it, or in none.
 */
final class WorkTree {
  private final Path folder;
  private final TreeCache cache;

  private WorkTree(Path folder, TreeCache cache) {
    this.folder = folder;
    this.cache = cache;
  }

  /**
   * A folder below the configuration folder.
   *
   * @param configuration the configuration folder
   * @param path relative to it, with {@code /} between names; empty for all of it
   * @param cache what walks over histories have read
   * @throws WorkFailedException if there is no such folder or it lies elsewhere
   */
  static WorkTree of(Path configuration, String path, TreeCache cache) throws InterruptedException {
    return Failures.explained(
        "look into " + configuration,
        () -> {
          Path root = configuration.toRealPath();
          Path folder = root.resolve(path).normalize();
          if (!folder.startsWith(root)) {
            throw new WorkFailedException(
                "source path \"%s\" leads out of the configuration folder %s; name the repository"
                        .formatted(path, root)
                    + " that it is in with \"git\"");
          }
          if (!Files.isDirectory(folder)) {
            throw missing(root, folder, path);
          }
          if (!folder.toRealPath().equals(folder)) {
            throw new WorkFailedException(
                "source path \"%s\" in %s leads over a symbolic link; name the folder itself, %s"
                    .formatted(path, root, folder.toRealPath()));
          }
          return new WorkTree(folder, cache);
        });
  }

  private static WorkFailedException missing(Path root, Path folder, String path)
      throws IOException {
    Path parent = folder.getParent();
    while (!Files.isDirectory(parent)) {
      parent = parent.getParent();
    }
    String wanted = parent.relativize(folder).getName(0).toString();
    String what = Files.exists(parent.resolve(wanted)) ? "is not a folder" : "is not there";
    try (Stream<Path> children = Files.list(parent)) {
      List<String> names =
          children
              .filter(child -> Files.isDirectory(child) && !child.endsWith(".git"))
              .map(child -> root.relativize(child).toString())
              .toList();
      return new WorkFailedException(
          "source path \"%s\" %s in %s%s".formatted(path, what, root, Nearest.hint(path, names)));
    }
  }

  /** What stands there now. */
  Revision revision() throws InterruptedException {
    return Failures.explained(
        "find the version of " + folder,
        () -> {
          try (Repository repository = repository()) {
            Optional<Revision> clean =
                repository == null ? Optional.empty() : committed(repository);
            return clean.isPresent() ? clean.get() : Revision.ofTree(files(repository).hash());
          }
        });
  }

  /**
   * Copies the files as they are.
   *
   * @param revision what the caller expects to find
   * @throws WorkFailedException if the files are no longer those
   */
  void copyTo(Path workspace, Revision revision) throws InterruptedException {
    Failures.explained(
        "copy " + folder + " to " + workspace,
        () -> {
          try (Repository repository = repository()) {
            files(repository).copyTo(workspace);
          }
          return workspace;
        });
    if (!revision().equals(revision)) {
      throw new WorkFailedException(
          "files in %s changed after their version was taken; run again".formatted(folder));
    }
  }

  /** The last commit that touched the folder, if nothing has changed since. */
  private Optional<Revision> committed(Repository repository)
      throws IOException, InterruptedException {
    ObjectId head = repository.resolve("HEAD^{commit}");
    if (head == null || isChanged(repository, head)) {
      return Optional.empty();
    }
    Optional<RevCommit> commit = History.lastTouching(repository, head, prefix(repository), cache);
    return commit.map(Sources::revision);
  }

  private boolean isChanged(Repository repository, ObjectId head) throws IOException {
    return filesChanged(repository, head) || submodulesChanged(repository, head);
  }

  private boolean filesChanged(Repository repository, ObjectId head) throws IOException {
    IndexDiff diff = new IndexDiff(repository, head, new FileTreeIterator(repository));
    diff.setIgnoreSubmoduleMode(IgnoreSubmoduleMode.ALL);
    String prefix = prefix(repository);
    if (!prefix.isEmpty()) {
      diff.setFilter(PathFilter.create(prefix));
    }
    return diff.diff() || !diff.getConflicting().isEmpty();
  }

  /** Whether a submodule that is checked out is not at its commit, or has changes itself. */
  private boolean submodulesChanged(Repository repository, ObjectId head) throws IOException {
    String prefix = prefix(repository);
    Path root = repository.getWorkTree().toPath().toRealPath();
    DirCache index = repository.readDirCache();
    for (int i = 0; i < index.getEntryCount(); i++) {
      DirCacheEntry entry = index.getEntry(i);
      boolean below = prefix.isEmpty() || entry.getPathString().startsWith(prefix + "/");
      if (below && FileMode.GITLINK.equals(entry.getRawMode())) {
        WorkTree submodule = new WorkTree(root.resolve(entry.getPathString()), cache);
        if (submodule.isNotAt(entry.getObjectId())
            || !entry.getObjectId().equals(wanted(repository, head, entry.getPathString()))) {
          return true;
        }
      }
    }
    return false;
  }

  private static ObjectId wanted(Repository repository, ObjectId head, String path)
      throws IOException {
    try (RevWalk walk = new RevWalk(repository);
        TreeWalk found = TreeWalk.forPath(repository, path, walk.parseCommit(head).getTree())) {
      return found == null ? ObjectId.zeroId() : found.getObjectId(0);
    }
  }

  /** Whether this submodule is checked out, but not as it is in a commit. */
  private boolean isNotAt(ObjectId commit) throws IOException {
    if (!isCheckedOut()) {
      return false;
    }
    try (Repository repository = repository()) {
      ObjectId head = repository.resolve("HEAD^{commit}");
      return head == null || !head.equals(commit) || isChanged(repository, head);
    }
  }

  private boolean isCheckedOut() {
    return Files.exists(folder.resolve(Constants.DOT_GIT));
  }

  /** The files of a submodule, their names relative to this folder. */
  private void addSubmodule(Path submodule, SortedSet<String> names) throws IOException {
    WorkTree tree = new WorkTree(submodule, cache);
    if (!tree.isCheckedOut()) {
      throw new WorkFailedException(
          "the submodule %s is not checked out: git submodule update --init --recursive"
              .formatted(submodule));
    }
    try (Repository repository = tree.repository()) {
      String prefix = folder.relativize(submodule) + "/";
      tree.files(repository).names().forEach(name -> names.add(prefix + name));
    }
  }

  /** The files that count; {@code repository} is null outside of git. */
  private FileTree files(Repository repository) throws IOException {
    Optional<FileTree> known = repository == null ? Optional.empty() : unignored(repository);
    return known.isPresent() ? known.get() : FileTree.all(folder);
  }

  /** Tracked files and untracked ones; empty where git ignores the whole folder. */
  private Optional<FileTree> unignored(Repository repository) throws IOException {
    String prefix = prefix(repository);
    SortedSet<String> names = new TreeSet<>();
    Path root = repository.getWorkTree().toPath().toRealPath();
    DirCache index = repository.readDirCache();
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(new DirCacheIterator(index));
      FileTreeIterator files = new FileTreeIterator(repository);
      walk.addTree(files);
      files.setDirCacheIterator(walk, 0);
      if (!prefix.isEmpty()) {
        walk.setFilter(PathFilter.create(prefix));
      }
      while (walk.next()) {
        WorkingTreeIterator file = walk.getTree(1, WorkingTreeIterator.class);
        String path = walk.getPathString();
        DirCacheIterator inIndex = walk.getTree(0, DirCacheIterator.class);
        boolean tracked = inIndex != null;
        if (tracked && inIndex.getEntryFileMode().equals(FileMode.GITLINK)) {
          addSubmodule(root.resolve(path), names);
        } else if (file != null && !tracked && file.isEntryIgnored()) {
          if ((prefix + "/").startsWith(path + "/")) {
            return Optional.empty();
          }
        } else if (file != null && file.getEntryFileMode().equals(FileMode.TREE)) {
          walk.enterSubtree();
        } else if (file != null && !file.getEntryFileMode().equals(FileMode.GITLINK)) {
          names.add(prefix.isEmpty() ? path : path.substring(prefix.length() + 1));
        }
      }
    }
    return Optional.of(new FileTree(folder, names));
  }

  /** The folder's path in the repository; empty for the whole of it. */
  private String prefix(Repository repository) throws IOException {
    return repository.getWorkTree().toPath().toRealPath().relativize(folder).toString();
  }

  /** The repository around the folder; null if there is none. */
  private Repository repository() throws IOException {
    GitSettings.use();
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(folder.toFile());
    if (builder.getGitDir() == null) {
      return null;
    }
    Repository repository = builder.setMustExist(true).build();
    boolean around =
        !repository.isBare() && folder.startsWith(repository.getWorkTree().toPath().toRealPath());
    if (!around) {
      repository.close();
      return null;
    }
    return repository;
  }
}
