package io.drover.engine.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * The Kubernetes objects of something in an environment that is no service of ours. They are not to
 * be changed.
 *
 * @param name its name, as the file gives it
 * @param what what people call it, for example {@code gist}, {@code chart} or {@code mysql}
 * @param objects in the order in which a cluster should get them
 */
public record ResourceManifests(String name, String what, List<HasMetadata> objects) {

  public ResourceManifests {
    objects = List.copyOf(objects);
  }
}
