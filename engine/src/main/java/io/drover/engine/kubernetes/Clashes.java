package io.drover.engine.kubernetes;

import io.drover.engine.WorkFailedException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds objects that two parts of an environment make under one name. */
final class Clashes {
  private final Map<String, String> owners = new HashMap<>();

  private Clashes() {}

  /**
   * Checks an environment.
   *
   * @throws WorkFailedException if a name is taken twice; a shared disk has one owner or many
   */
  static EnvironmentManifests check(EnvironmentManifests manifests) {
    Clashes clashes = new Clashes();
    manifests
        .resources()
        .forEach(r -> clashes.add(r.what() + " " + r.name(), r.objects(), manifests));
    manifests.services().forEach(s -> clashes.add("service " + s.name(), s.objects(), manifests));
    return manifests;
  }

  private void add(String owner, List<HasMetadata> objects, EnvironmentManifests manifests) {
    for (HasMetadata object : objects) {
      if (object instanceof PersistentVolumeClaim) {
        continue;
      }
      String what = object.getKind() + " " + object.getMetadata().getName();
      String other = owners.putIfAbsent(object.getApiVersion() + " " + what, owner);
      if (other != null) {
        throw new WorkFailedException(
            "%s and %s of %s both are the %s; rename one of them"
                .formatted(other, owner, manifests.environment(), what));
      }
    }
  }
}
