package io.drover.engine.image.layers;

import io.drover.engine.image.UnsuitableRecipeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The packages that an image adds to its runtime, with their layers, in the order of their names.
 *
 * @param base the runtime
 * @param layers package to layer
 */
record AddedPackages(BaseSystem base, Map<Candidate, PackageLayer> layers) {
  /** Interested packages that only keep caches, which nothing needs. */
  private static final Set<String> KEEP_CACHES = Set.of("man-db");

  AddedPackages {
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
  }

  /** When the youngest file was made, in seconds since 1970; 0 without packages. */
  long newest() {
    return layers.values().stream().mapToLong(PackageLayer::newest).max().orElse(0);
  }

  /**
   * Checks that the packages get along with each other and with the runtime.
   *
   * @throws UnsuitableRecipeException if not
   */
  void check() {
    checkFiles();
    checkTriggers();
  }

  private void checkFiles() {
    Map<String, Candidate> owners = new TreeMap<>();
    for (Map.Entry<Candidate, PackageLayer> layer : layers.entrySet()) {
      layer
          .getValue()
          .files()
          .forEach(
              (path, what) -> {
                Candidate other = owners.putIfAbsent(path, layer.getKey());
                boolean sameFolder =
                    other != null
                        && !what.equals(PackageLayer.FILE)
                        && what.equals(layers.get(other).files().get(path));
                if (other != null && !sameFolder) {
                  throw new UnsuitableRecipeException(
                      "packages %s and %s both have /%s, and only dpkg can say whose it is"
                          .formatted(other.name(), layer.getKey().name(), path));
                }
              });
    }
  }

  /** A package of the runtime that is told of new files would run a script of its own. */
  private void checkTriggers() {
    List<String> objections = new ArrayList<>();
    base.triggers()
        .forEach(
            (trigger, interested) -> {
              List<String> names =
                  interested.stream()
                      .map(name -> name.replaceFirst("[/:].*", ""))
                      .filter(name -> !KEEP_CACHES.contains(name))
                      .filter(name -> !(trigger.equals("ldconfig") && name.equals("libc-bin")))
                      .toList();
              layers.forEach(
                  (candidate, layer) -> {
                    if (!names.isEmpty() && setsOff(layer, trigger)) {
                      objections.add(
                          "package %s has %s of the runtime run its script for %s"
                              .formatted(candidate.name(), String.join(", ", names), trigger));
                    }
                  });
            });
    if (!objections.isEmpty()) {
      throw new UnsuitableRecipeException(String.join("\n", objections));
    }
  }

  private static boolean setsOff(PackageLayer layer, String trigger) {
    if (!trigger.startsWith("/")) {
      return layer.activates().contains(trigger);
    }
    String path = FileTree.plain(trigger);
    return layer.activates().contains(trigger)
        || layer.files().keySet().stream().anyMatch(f -> (f + "/").startsWith(path + "/"));
  }
}
