package io.drover.engine.kubernetes;

import io.drover.config.model.ManagedResource;
import io.drover.config.model.ManagedResource.Custom;
import io.drover.config.model.ManagedResource.Database;
import io.drover.config.model.ManagedResource.HelmChart;
import io.drover.config.model.ManagedResource.ServiceEntry;
import io.drover.engine.WorkFailedException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The objects of what somebody else in the cluster makes work. */
final class ResourceObjects {
  private static final String CHART = "helmchart";

  private final Desired desired;
  private final ManifestSettings settings;
  private final PodTemplates pods;

  ResourceObjects(Desired desired, ManifestSettings settings, PodTemplates pods) {
    this.desired = desired;
    this.settings = settings;
    this.pods = pods;
  }

  ResourceManifests of(ManagedResource resource) {
    if (resource instanceof Custom custom) {
      return one(custom, custom.type(), custom(custom));
    }
    if (resource instanceof HelmChart chart) {
      return one(chart, "chart", chart(chart));
    }
    if (resource instanceof ServiceEntry entry) {
      ObjectMeta metadata = metadata(entry, "serviceentry", Optional.empty());
      return one(entry, "service entry", ServiceEntries.of(entry, metadata));
    }
    Database database = (Database) resource;
    return new ResourceManifests(
        database.name(), "database", new Databases(desired, settings, pods).of(database));
  }

  private static ResourceManifests one(ManagedResource resource, String what, HasMetadata object) {
    return new ResourceManifests(resource.name(), what, List.of(object));
  }

  private ObjectMeta metadata(ManagedResource resource, String type, Optional<String> version) {
    return metadata(desired, resource.name(), type, version);
  }

  /** Metadata of what is no service of ours. */
  static ObjectMeta metadata(Desired desired, String name, String type, Optional<String> version) {
    Map<String, String> ownership =
        new Ownership(desired.project(), desired.environment().name()).labels();
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(desired.environment().namespace())
        .withLabels(Labels.named(ownership, type, name, version))
        .build();
  }

  private HasMetadata custom(Custom custom) {
    String type = custom.type().toLowerCase(Locale.ROOT);
    ResourceKind kind = settings.kinds().get(type);
    if (kind == null) {
      throw new WorkFailedException(
          "service %s of %s: no kind of resource is known for the type %s. Known are %s; add it to"
                  .formatted(
                      custom.name(),
                      desired.environment().name(),
                      custom.type(),
                      String.join(", ", settings.kinds().keySet()))
              + " `kinds` in the settings");
    }
    Map<String, Object> options = new LinkedHashMap<>(custom.options());
    custom.templateFilename().ifPresent(name -> options.put("template_filename", name));
    custom.parameterFilename().ifPresent(name -> options.put("parameter_filename", name));
    custom.stackName().ifPresent(name -> options.put("stack_name", name));
    Map<String, Object> spec = new LinkedHashMap<>();
    custom.version().ifPresent(version -> spec.put("version", version));
    custom.replicas().ifPresent(replicas -> spec.put("replicas", replicas));
    if (kind.optionsField().isEmpty()) {
      spec.putAll(options);
    } else if (!options.isEmpty()) {
      spec.put(kind.optionsField().get(), options);
    }
    ObjectMeta metadata = metadata(custom, type, custom.version());
    return CustomObjects.of(kind.apiVersion(), kind.kind(), metadata, spec);
  }

  private HasMetadata chart(HelmChart chart) {
    ResourceKind kind = settings.kinds().getOrDefault(CHART, ResourceKind.DEFAULTS.get(CHART));
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("chart", chart.chart());
    chart.repository().ifPresent(repository -> spec.put("repo", repository));
    chart.version().ifPresent(version -> spec.put("version", version));
    // The controller's own default is no namespace of ours.
    spec.put("targetNamespace", chart.targetNamespace().orElse(desired.environment().namespace()));
    if (!chart.set().isEmpty()) {
      spec.put("set", ChartValues.flat(chart.set()));
    }
    chart.valuesContent().ifPresent(values -> spec.put("valuesContent", values));
    spec.putAll(chart.options());
    ObjectMeta metadata = metadata(chart, CHART, chart.version());
    return CustomObjects.of(kind.apiVersion(), kind.kind(), metadata, spec);
  }
}
