package io.drover.engine.version;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/** The branches, tags and commits of one repository. */
record Branches(Repository repository, RepositoryAddress address) {
  /** Where a mirror keeps its remote's HEAD. */
  static final String DEFAULT = "refs/drover/HEAD";

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern SHORT_COMMIT = Pattern.compile("(?=.*[0-9])[0-9a-f]{6,39}");
  private static final Pattern ABBREVIATED = Pattern.compile("[0-9a-f]{4,40}");

  /** Whether a name is a full commit id, which means the same for ever. */
  static boolean isCommit(String name) {
    return COMMIT.matcher(name).matches();
  }

  /**
   * Finds a commit.
   *
   * @param name branch, tag or (abbreviated) commit id, in this order; empty for the repository's
   *     own default branch
   * @throws WorkFailedException if there is none of that name
   */
  ObjectId find(Optional<String> name) throws IOException {
    if (name.isEmpty()) {
      return defaultBranch();
    }
    Optional<ObjectId> found = lookUp(name.get());
    return found.orElseThrow(
        () ->
            new WorkFailedException(
                "no branch, tag or commit \"%s\" in %s%s"
                    .formatted(name.get(), address, hint(name.get()))));
  }

  /** The commit of a name, if there is one. */
  Optional<ObjectId> lookUp(String name) throws IOException {
    for (String prefix : List.of(Constants.R_HEADS, Constants.R_TAGS)) {
      Ref ref = repository.exactRef(prefix + name);
      if (ref != null && ref.getObjectId() != null) {
        return commit(ref.getObjectId());
      }
    }
    if (!ABBREVIATED.matcher(name).matches()) {
      return Optional.empty();
    }
    try (ObjectReader reader = repository.newObjectReader()) {
      Collection<ObjectId> ids = reader.resolve(AbbreviatedObjectId.fromString(name));
      return ids.size() == 1 ? commit(ids.iterator().next()) : Optional.empty();
    }
  }

  private String hint(String name) {
    return SHORT_COMMIT.matcher(name).matches()
        ? "; a short commit id must be the beginning of one commit alone, and that on a branch or a"
            + " tag: write all 40 digits"
        : Nearest.hint(name, names());
  }

  private ObjectId defaultBranch() throws IOException {
    Ref head = repository.getRefDatabase().firstExactRef(DEFAULT, Constants.HEAD);
    if (head == null || head.getObjectId() == null) {
      throw new WorkFailedException(
          names().isEmpty()
              ? "%s has no commit yet".formatted(address)
              : "%s has no default branch; name one with \"branch\"%s"
                  .formatted(address, Nearest.hint("main", names())));
    }
    return head.getObjectId();
  }

  private Optional<ObjectId> commit(ObjectId id) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return Optional.of(walk.parseCommit(id).copy());
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      return Optional.empty();
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    try {
      for (String prefix : List.of(Constants.R_HEADS, Constants.R_TAGS)) {
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix)) {
          names.add(ref.getName().substring(prefix.length()));
        }
      }
    } catch (IOException e) {
      // Only a hint is lost.
    }
    return names;
  }
}
