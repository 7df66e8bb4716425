package io.drover.engine.image;

import io.drover.engine.process.Containers;
import java.util.List;
import java.util.Optional;

/**
 * Images in podman's own storage, which holds a copy of what a registry's users built or pulled.
 */
public final class LocalImages {
  private LocalImages() {}

  /**
   * Removes the copies of a registry's images. What has names of other registries, too, or is used
   * by a container, stays: it is not only ours.
   *
   * @param registry address of the registry; empty removes nothing
   */
  public static void remove(Containers containers, Optional<String> registry)
      throws InterruptedException {
    if (registry.isEmpty()) {
      return;
    }
    for (String name : list(containers, registry.get(), "{{.Repository}}:{{.Tag}}")) {
      if (!name.endsWith(":<none>")) {
        containers.podman("rmi", name).run();
      }
    }
    // What was pulled by digest has no tag, and goes by its id.
    for (String image : list(containers, registry.get(), "{{.Repository}} {{.ID}}")) {
      containers.podman("rmi", image.substring(image.indexOf(' ') + 1)).run();
    }
  }

  private static List<String> list(Containers containers, String registry, String format)
      throws InterruptedException {
    return containers
        .podman("images", "--format", format)
        .check("list the images")
        .output()
        .lines()
        .filter(line -> line.startsWith(registry + "/"))
        .toList();
  }
}
