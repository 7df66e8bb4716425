package io.drover.engine.version;

import io.drover.engine.WorkFailedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files of which a repository holds only where git-lfs keeps them. */
final class LfsPointers {
  /** A pointer is smaller, says the specification. */
  static final int SIZE_LIMIT = 1024;

  private static final byte[] BEGIN =
      "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.US_ASCII);

  private static final int SHOWN = 3;

  private final List<String> found = new ArrayList<>();

  /** Looks at a small file. */
  void look(String name, byte[] content) {
    if (content.length >= BEGIN.length
        && Arrays.equals(content, 0, BEGIN.length, BEGIN, 0, BEGIN.length)) {
      found.add(name);
    }
  }

  /**
   * Ends the work if there were pointers: what is built of them is built of the wrong files.
   *
   * @param where where they were found
   * @throws WorkFailedException naming some of them
   */
  void refuse(String where) {
    if (!found.isEmpty()) {
      int more = found.size() - SHOWN;
      throw new WorkFailedException(
          "%s: %s%s in git-lfs, from which Drover does not fetch. Keep such files in git itself or in a package, or give a path without them"
              .formatted(
                  where,
                  String.join(", ", found.subList(0, Math.min(SHOWN, found.size()))),
                  more > 0
                      ? " and %d more are".formatted(more)
                      : found.size() > 1 ? " are" : " is"));
    }
  }
}
