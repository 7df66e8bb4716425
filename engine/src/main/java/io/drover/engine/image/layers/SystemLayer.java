package io.drover.engine.image.layers;

import io.drover.engine.image.layers.FileTree.Kind;
import io.drover.engine.image.layers.FileTree.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The last layer of an image: the files that say of the whole system what is in it. They change
 * with any package, and so are kept out of the packages' own layers.
 */
final class SystemLayer {
  private static final String STATUS = "var/lib/dpkg/status";
  private static final String TRIGGERS = "var/lib/dpkg/triggers/";
  private static final String EXTENDED_STATES = "var/lib/apt/extended_states";
  private static final String LINKER_CACHE = "etc/ld.so.cache";

  private final AddedPackages packages;
  private final BaseSystem base;
  private final LayerWriter layer;
  private final Set<String> written = new TreeSet<>();

  SystemLayer(AddedPackages packages, LayerWriter layer) {
    this.packages = packages;
    this.base = packages.base();
    this.layer = layer;
  }

  /**
   * Writes the layer.
   *
   * @param requested names of the packages that somebody asked for, the others came with them
   */
  LayerWriter.Written write(Collection<String> requested) throws IOException {
    addLinkerCache();
    add(EXTENDED_STATES, extendedStates(requested));
    add(STATUS, status());
    for (Map.Entry<String, String> trigger : triggers().entrySet()) {
      add(TRIGGERS + trigger.getKey(), trigger.getValue());
    }
    return layer.finish();
  }

  private String status() {
    Set<String> added = new TreeSet<>();
    packages.layers().keySet().forEach(candidate -> added.add(candidate.name()));
    StringBuilder status = new StringBuilder();
    for (Stanza stanza : Stanza.parse(base.text(STATUS))) {
      // What was removed but for its configuration is installed anew.
      if (!added.contains(stanza.get("Package"))) {
        status.append(stanza.text());
      }
    }
    packages.layers().values().forEach(one -> status.append(one.control()));
    return status.toString();
  }

  private String extendedStates(Collection<String> requested) {
    return base.text(EXTENDED_STATES)
        + packages.layers().keySet().stream()
            .filter(candidate -> !requested.contains(candidate.name()))
            .map(
                candidate ->
                    "Package: %s\nArchitecture: %s\nAuto-Installed: 1\n\n"
                        .formatted(
                            candidate.name(),
                            candidate.architecture().equals("all")
                                ? base.architecture().orElse("all")
                                : candidate.architecture()))
            .collect(Collectors.joining());
  }

  /** dpkg's own index of who wants to know of what; file name to text. */
  private Map<String, String> triggers() {
    Map<String, String> files = new TreeMap<>();
    packages
        .layers()
        .values()
        .forEach(
            one ->
                one.interests()
                    .forEach(
                        (trigger, how) -> {
                          String name = one.stanza().dpkgName();
                          String line = how.equals("noawait") ? name + "/noawait" : name;
                          boolean path = trigger.startsWith("/");
                          files.merge(
                              path ? "File" : trigger,
                              (path ? trigger + " " : "") + line + "\n",
                              String::concat);
                        }));
    files.replaceAll((name, text) -> base.text(TRIGGERS + name) + text);
    return files;
  }

  private void addLinkerCache() throws IOException {
    Map<String, String> libraries = new TreeMap<>();
    packages.layers().values().forEach(one -> libraries.putAll(one.libraries()));
    Path old = base.kept().resolve(LINKER_CACHE);
    if (!libraries.isEmpty() && Files.exists(old)) {
      var cache = LinkerCache.read(Files.readAllBytes(old));
      if (cache.isPresent()) {
        add(LINKER_CACHE, cache.get().with(libraries, base.tree()).bytes());
      }
    }
  }

  private void add(String path, String text) throws IOException {
    add(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void add(String path, byte[] content) throws IOException {
    addFolder(FileTree.parent(path));
    layer.file(path, packages.newest(), content);
  }

  private void addFolder(String path) throws IOException {
    if (!path.isEmpty() && written.add(path)) {
      addFolder(FileTree.parent(path));
      Node made = new Node(Kind.FOLDER, 0755, 0, 0, packages.newest(), "");
      layer.folder(path, base.folder(path).orElse(made));
    }
  }
}
