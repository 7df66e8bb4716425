package io.drover.engine.version;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Git trees that were read before. Components of one repository walk over the same commits, and
 * unpacking their trees is what a walk costs. An id stands for one content in all repositories.
 */
final class TreeCache {
  private static final long BYTES = 32L << 20;
  private static final byte[] FOLDER_MODE = Constants.encode("40000 ");

  private final ConcurrentMap<ObjectId, byte[]> trees = new ConcurrentHashMap<>();
  private final AtomicLong size = new AtomicLong();

  /**
   * A folder in a tree.
   *
   * @param name a single name
   * @return id of its tree; null if there is no folder of that name
   */
  ObjectId folder(ObjectReader reader, AnyObjectId tree, byte[] name) throws IOException {
    byte[] raw = read(reader, tree);
    // An entry is: mode in octal, a space, the name, a zero byte, the id in 20 bytes.
    for (int at = 0; at < raw.length; ) {
      int end = at;
      while (raw[end] != 0) {
        end++;
      }
      int begin = at + FOLDER_MODE.length;
      if (begin < end
          && Arrays.equals(raw, at, begin, FOLDER_MODE, 0, FOLDER_MODE.length)
          && Arrays.equals(raw, begin, end, name, 0, name.length)) {
        return ObjectId.fromRaw(raw, end + 1);
      }
      at = end + 1 + Constants.OBJECT_ID_LENGTH;
    }
    return null;
  }

  private byte[] read(ObjectReader reader, AnyObjectId tree) throws IOException {
    byte[] known = trees.get(tree);
    if (known != null) {
      return known;
    }
    byte[] raw = reader.open(tree, Constants.OBJ_TREE).getCachedBytes();
    if (size.addAndGet(raw.length) <= BYTES) {
      trees.put(tree.copy(), raw);
    }
    return raw;
  }
}
