package io.drover.engine.image.layers;

import io.drover.engine.WorkFailedException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of an image as its layers leave them, without their contents. Paths have no slash at
 * either end; the root is the empty path.
 */
final class FileTree {
  /** As many links in one path as Linux follows. */
  private static final int MOST_LINKS = 40;

  private final NavigableMap<String, Node> nodes = new TreeMap<>();

  /** What a path is. */
  enum Kind {
    FOLDER,
    FILE,
    LINK,
    OTHER
  }

  /**
   * One path.
   *
   * @param mode permission bits, with those for set-user-id and the like
   * @param time seconds since 1970
   * @param target of a link, as it is written; otherwise empty
   */
  record Node(Kind kind, int mode, long user, long group, long time, String target) {}

  /** A path without the slashes and dots that archives put around it. */
  static String plain(String path) {
    Deque<String> words = new ArrayDeque<>();
    for (String word : path.split("/")) {
      if (word.equals("..")) {
        throw new WorkFailedException("an archive holds a path that leads out of it: " + path);
      }
      if (!word.isEmpty() && !word.equals(".")) {
        words.addLast(word);
      }
    }
    return String.join("/", words);
  }

  static String parent(String path) {
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }

  NavigableMap<String, Node> nodes() {
    return nodes;
  }

  Optional<Node> find(String path) {
    return Optional.ofNullable(nodes.get(path));
  }

  /** Whether that path is a folder; the root always is. */
  boolean isFolder(String path) {
    return path.isEmpty() || find(path).filter(n -> n.kind() == Kind.FOLDER).isPresent();
  }

  /** Puts something in the place of whatever was at a path; a folder stays filled. */
  void put(String path, Node node) {
    if (node.kind() != Kind.FOLDER) {
      below(path).clear();
    }
    nodes.put(path, node);
  }

  /** Removes a path and all that is below. */
  void remove(String path) {
    nodes.remove(path);
    below(path).clear();
  }

  /** Empties a folder. */
  void clear(String folder) {
    if (folder.isEmpty()) {
      nodes.clear();
    } else {
      below(folder).clear();
    }
  }

  private SortedMap<String, Node> below(String path) {
    return nodes.subMap(path + "/", path + "0");
  }

  /** Where a path really lies: links among the folders above it are followed, it itself is not. */
  String resolve(String path) {
    String parent = parent(path);
    return parent.isEmpty() ? path : resolveAll(parent) + path.substring(parent.length());
  }

  /** Where a path really lies, if it is a link where that leads. */
  String resolveAll(String path) {
    Deque<String> left = new ArrayDeque<>(Arrays.asList(path.split("/")));
    String done = "";
    int links = 0;
    while (!left.isEmpty()) {
      String word = left.removeFirst();
      if (word.isEmpty() || word.equals(".")) {
        continue;
      }
      if (word.equals("..")) {
        done = parent(done);
        continue;
      }
      String next = done.isEmpty() ? word : done + "/" + word;
      Node node = nodes.get(next);
      if (node == null || node.kind() != Kind.LINK) {
        done = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new WorkFailedException("links of the runtime lead in a circle at /" + next);
      }
      List<String> target = Arrays.asList(node.target().split("/"));
      for (int i = target.size() - 1; i >= 0; i--) {
        left.addFirst(target.get(i));
      }
      done = node.target().startsWith("/") ? "" : done;
    }
    return done;
  }
}
