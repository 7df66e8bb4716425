package io.drover.engine.image.layers;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.image.layers.FileTree.Kind;
import io.drover.engine.image.layers.FileTree.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is installed in a runtime.
 *
 * @param digest the runtime's digest
 * @param tree its files
 * @param kept folder with the contents of those files that {@link #KEPT} names
 */
record BaseSystem(String digest, FileTree tree, Path kept) {
  /** What has to be known of a runtime besides the names of its files. */
  static final Pattern KEPT =
      Pattern.compile(
          "etc/(apt|dpkg)/.*|usr/share/keyrings/.*|etc/(passwd|group|ld\\.so\\.cache)"
              + "|(etc|usr/lib)/os-release|var/lib/apt/extended_states"
              + "|var/lib/dpkg/(status|arch|diversions|statoverride|(triggers|alternatives)/.*)");

  /** The text of a file; empty if there is none. */
  String text(String path) {
    try {
      return Files.exists(kept.resolve(path)) ? Files.readString(kept.resolve(path)) : "";
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not read %s: %s".formatted(kept.resolve(path), Trees.why(e)), e);
    }
  }

  /** The kept files of a folder, sorted. */
  List<Path> files(String folder) {
    return Files.isDirectory(kept.resolve(folder))
        ? Trees.glob(kept.resolve(folder), "**")
        : List.of();
  }

  /** The installed packages by name and architecture, as dpkg's status has them. */
  Map<String, Stanza> installed() {
    Map<String, Stanza> installed = new TreeMap<>();
    for (Stanza stanza : Stanza.parse(text("var/lib/dpkg/status"))) {
      if (stanza.get("Status").endsWith(" installed")) {
        installed.put(stanza.get("Package") + ":" + stanza.get("Architecture"), stanza);
      }
    }
    return installed;
  }

  /** The architecture of dpkg itself, which is that of the system; empty without dpkg. */
  Optional<String> architecture() {
    return installed().values().stream()
        .filter(stanza -> stanza.get("Package").equals("dpkg"))
        .map(stanza -> stanza.get("Architecture"))
        .findFirst();
  }

  /** The release's name, such as {@code bookworm}; may be empty. */
  String codename() {
    String release = text("etc/os-release") + "\n" + text("usr/lib/os-release");
    return release
        .lines()
        .filter(line -> line.startsWith("VERSION_CODENAME="))
        .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
        .findFirst()
        .orElse("");
  }

  Accounts accounts() {
    return Accounts.of(text("etc/passwd"), text("etc/group"));
  }

  PathFilter filter() {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> parts = list(kept.resolve("etc/dpkg/dpkg.cfg.d"))) {
      parts.sorted().forEach(f -> texts.add(text(kept.relativize(f).toString())));
    }
    texts.add(text("etc/dpkg/dpkg.cfg"));
    return PathFilter.of(texts);
  }

  private static Stream<Path> list(Path folder) {
    try {
      return Files.isDirectory(folder) ? Files.list(folder) : Stream.of();
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(folder, Trees.why(e)), e);
    }
  }

  /** Paths that packages may not simply fill: those that dpkg was told to put elsewhere. */
  List<String> diverted() {
    List<String> lines = text("var/lib/dpkg/diversions").lines().toList();
    List<String> paths = new ArrayList<>();
    for (int i = 0; i + 2 < lines.size(); i += 3) {
      paths.add(lines.get(i));
    }
    text("var/lib/dpkg/statoverride")
        .lines()
        .map(line -> line.split(" ", 4))
        .filter(words -> words.length == 4)
        .forEach(words -> paths.add(words[3]));
    return paths;
  }

  /** Which installed packages want to be told of a trigger: name or path, to packages. */
  Map<String, List<String>> triggers() {
    Map<String, List<String>> interested = new TreeMap<>();
    String folder = "var/lib/dpkg/triggers";
    for (Path file : files(folder)) {
      String name = file.getFileName().toString();
      List<String> lines = text(kept.relativize(file).toString()).lines().toList();
      for (String line : lines) {
        if (name.equals("File") && line.contains(" ")) {
          String[] words = line.split(" ", 2);
          interested.computeIfAbsent(words[0], t -> new ArrayList<>()).add(words[1]);
        } else if (!name.matches("File|Unincorp|Lock")) {
          interested.computeIfAbsent(name, t -> new ArrayList<>()).add(line);
        }
      }
    }
    return interested;
  }

  /** A folder's owner, mode and time in the runtime. */
  Optional<Node> folder(String path) {
    return tree.find(path).filter(node -> node.kind() == Kind.FOLDER);
  }
}
