package io.drover.engine.kubernetes;

import io.drover.config.model.ManagedResource.Database;
import io.drover.config.model.Service;
import io.drover.config.model.Volume;
import io.drover.engine.WorkFailedException;
import io.drover.engine.release.Release.ReleasedImage;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Databases: a StatefulSet whose pods keep their names and disks, and a Service that has no address
 * of its own but gives each pod a name.
 */
final class Databases {
  private final Desired desired;
  private final ManifestSettings settings;
  private final PodTemplates pods;

  Databases(Desired desired, ManifestSettings settings, PodTemplates pods) {
    this.desired = desired;
    this.settings = settings;
    this.pods = pods;
  }

  List<HasMetadata> of(Database database) {
    Service service = database.service();
    ReleasedImage image = image(database);
    Identity identity =
        Identity.of(
            desired.project(),
            desired.environment(),
            service,
            Optional.empty(),
            Optional.of(image.version()));
    List<HasMetadata> objects = new ArrayList<>(sharedDisks(service, identity));
    objects.add(headless(service, identity));
    objects.add(statefulSet(database, identity, image.image()));
    Disruptions.of(service, identity).ifPresent(objects::add);
    return objects;
  }

  /** An application's image if there is one of its name, else the database's own of a version. */
  private ReleasedImage image(Database database) {
    Service service = database.service();
    ReleasedImage image = desired.images().get(service.name());
    if (image != null) {
      return image;
    }
    String version =
        service
            .version()
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "database %s of %s has no `version`, and no application that is its image"
                            .formatted(service.name(), desired.environment().name())));
    return switch (database.type()) {
      case MONGO -> new ReleasedImage("mongo:" + version, version);
    };
  }

  private List<PersistentVolumeClaim> sharedDisks(Service service, Identity identity) {
    return Disks.claims(service, identity, settings).stream()
        .filter(claim -> !ownNames(service).contains(claim.getMetadata().getName()))
        .toList();
  }

  private static Set<String> ownNames(Service service) {
    return own(service).stream()
        .map(volume -> Disks.claimName(service, volume))
        .collect(Collectors.toSet());
  }

  /** The disks of which each pod has one. */
  private static List<Volume> own(Service service) {
    return PodVolumes.all(service).stream()
        .filter(volume -> Disks.isDisk(volume) && !Disks.shared(volume))
        .toList();
  }

  private static HasMetadata headless(Service service, Identity identity) {
    return new ServiceBuilder()
        .withMetadata(identity.metadata())
        .withNewSpec()
        .withClusterIP("None")
        // The members of a database find each other before one of them is ready.
        .withPublishNotReadyAddresses(true)
        .withSelector(identity.labels().selecting())
        .withPorts(Addresses.ports(service))
        .endSpec()
        .build();
  }

  private HasMetadata statefulSet(Database database, Identity identity, String image) {
    Service service = database.service();
    return new StatefulSetBuilder()
        .withMetadata(identity.metadata())
        .withNewSpec()
        .withServiceName(identity.name())
        .withReplicas(service.replicas())
        .withNewSelector()
        .withMatchLabels(identity.labels().selecting())
        .endSelector()
        .withTemplate(template(database, identity, image))
        .withVolumeClaimTemplates(claimTemplates(service, identity))
        .endSpec()
        .build();
  }

  private PodTemplateSpec template(Database database, Identity identity, String image) {
    Service service = database.service();
    Containers containers = new Containers(service, settings, Optional.empty());
    Container main = containers.main(image);
    PodTemplateSpec template =
        pods.of(service, identity, pods.initContainers(service, containers), main);
    Set<String> own = own(service).stream().map(Volume::name).collect(Collectors.toSet());
    template.getSpec().getVolumes().removeIf(volume -> own.contains(volume.getName()));
    switch (database.type()) {
      case MONGO ->
          Mongo.complete(template, service, !desired.images().containsKey(service.name()));
    }
    return template;
  }

  /** Nothing of them may ever change, so they carry no version. */
  private List<PersistentVolumeClaim> claimTemplates(Service service, Identity identity) {
    Map<String, String> labels = identity.labels().selecting();
    return own(service).stream()
        .map(
            volume -> {
              ObjectMeta metadata =
                  new ObjectMetaBuilder().withName(volume.name()).withLabels(labels).build();
              return Disks.claim(volume, metadata, settings);
            })
        .toList();
  }
}
