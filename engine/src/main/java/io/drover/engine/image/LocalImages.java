package io.drover.engine.image;

import io.drover.engine.process.Containers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Images in podman's own storage, which holds a copy of what a registry's users built or pulled.
 */
public final class LocalImages {
  private LocalImages() {}

  /**
   * Removes the copies of a registry's images.
   *
   * @param registry address of the registry; empty removes nothing
   * @throws io.drover.engine.WorkFailedException if one is in use
   */
  public static void remove(Containers containers, Optional<String> registry)
      throws InterruptedException {
    if (registry.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("rmi", "--force"));
    containers
        .podman("images", "--format", "{{.Repository}} {{.Tag}} {{.Digest}}")
        .check("list the images")
        .output()
        .lines()
        .filter(line -> line.startsWith(registry.get() + "/"))
        .map(LocalImages::reference)
        .forEach(command::add);
    if (command.size() > 2) {
      containers.podman(command).check("remove the images of " + registry.get());
    }
  }

  private static String reference(String line) {
    String[] words = line.split(" ");
    return words[1].equals("<none>") ? words[0] + "@" + words[2] : words[0] + ":" + words[1];
  }
}
