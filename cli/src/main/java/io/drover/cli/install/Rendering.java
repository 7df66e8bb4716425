package io.drover.cli.install;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The objects that an overlay comes to. kubectl makes them, so that they are those of {@code
 * kubectl apply -k} whatever kustomize does.
 */
public final class Rendering {
  private Rendering() {}

  /**
   * A team's objects, without its Secrets.
   *
   * @throws WorkFailedException if there is no kubectl, or one that is too old
   */
  public static List<HasMetadata> of(Team team) throws InterruptedException {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    if (!there) {
      throw new WorkFailedException(
          "there is no kubectl, whose kustomize fills the manifests in: install one of 1.27 or newer, or"
              + " write the files with --out");
    }
    Path folder = Trees.temporary("drover-install");
    try {
      for (Map.Entry<String, String> file : Overlay.files(team).entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      String yaml =
          Command.of("kubectl", "kustomize", team.name())
              .in(folder)
              .check("fill the manifests in, which needs kubectl 1.27 or newer")
              .output();
      return Stream.of(yaml.split("(?m)^---$"))
          .map(text -> (HasMetadata) new KubernetesSerialization().unmarshal(text))
          .toList();
    } catch (IOException e) {
      throw new WorkFailedException("could not write to %s: %s".formatted(folder, Trees.why(e)), e);
    } finally {
      Trees.delete(folder);
    }
  }
}
