package io.drover.engine.kubernetes;

import io.drover.config.model.Service;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;

/**
 * MongoDB as a replica set whose members know each other by a key file, as environment-operator ran
 * it: the secret {@code mongo-bootstrap-data} holds the file.
 */
final class Mongo {
  /** The user of the official image, which does not say so itself. */
  private static final long USER = 999;

  private static final String SECRET = "mongo-bootstrap-data";
  private static final String KEY = "internal-auth-mongodb-keyfile";
  private static final String FOLDER = "/etc/secrets-volume";
  private static final String REPLICA_SET = "mongo";

  private Mongo() {}

  /**
   * Adds what the service does not say itself.
   *
   * @param official whether its image is the official one
   */
  static void complete(PodTemplateSpec template, Service service, boolean official) {
    PodSpec pod = template.getSpec();
    if (official) {
      pod.getSecurityContext().setRunAsUser(USER);
      pod.getSecurityContext().setFsGroup(USER);
    }
    if (service.command().isEmpty()) {
      Container container = pod.getContainers().get(0);
      container.setCommand(command(service));
      container
          .getVolumeMounts()
          .add(
              new VolumeMountBuilder()
                  .withName(SECRET)
                  .withMountPath(FOLDER)
                  .withReadOnly(true)
                  .build());
      pod.getVolumes()
          .add(
              new VolumeBuilder()
                  .withName(SECRET)
                  .withNewSecret()
                  .withSecretName(SECRET)
                  .endSecret()
                  .build());
    }
  }

  /** The key file is copied first: mongod takes none that a group may read, as mounted ones are. */
  private static List<String> command(Service service) {
    String line =
        "install -m 400 %s/%s /tmp/keyfile && exec mongod --replSet %s --bind_ip_all --port %d"
                .formatted(FOLDER, KEY, REPLICA_SET, service.ports().get(0))
            + " --auth --clusterAuthMode keyFile --keyFile /tmp/keyfile";
    return List.of("sh", "-c", line);
  }
}
