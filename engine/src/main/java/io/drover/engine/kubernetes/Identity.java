package io.drover.engine.kubernetes;

import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Optional;

/**
 * Under which name and labels a service's objects stand in a cluster.
 *
 * @param name name of the objects
 * @param namespace where they live
 * @param labels labels of the objects
 * @param annotations annotations of the objects
 */
record Identity(String name, String namespace, Labels labels, Map<String, String> annotations) {

  /**
   * What runs: the service, or one colour of it.
   *
   * @param version what the image is; empty where that is not known
   */
  static Identity of(
      String project,
      Environment environment,
      Service service,
      Optional<Colour> colour,
      Optional<String> version) {
    Map<String, String> ownership = new Ownership(project, environment.name()).labels();
    return new Identity(
        colour.map(c -> Colours.name(service.name(), c)).orElse(service.name()),
        environment.namespace(),
        Labels.of(ownership, service, colour, version),
        service.annotations());
  }

  /** Metadata of an object. */
  ObjectMeta metadata() {
    return metadata(name);
  }

  /** Metadata of an object with a name of its own. */
  ObjectMeta metadata(String ownName) {
    return new ObjectMetaBuilder()
        .withName(ownName)
        .withNamespace(namespace)
        .withLabels(labels.all())
        .withAnnotations(annotations)
        .build();
  }
}
