package io.drover.engine.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.drover.config.model.Gist;
import io.drover.engine.WorkFailedException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** An object that stands in a file, with the name, namespace and labels that it gets here. */
final class GistManifest {
  private static final Pattern NEXT_DOCUMENT = Pattern.compile("(?m)^---[ \t]*\n(?=[^#\\s])");

  private GistManifest() {}

  /**
   * Reads the file. Its content may be secret, so no error quotes it.
   *
   * @param where names the gist in errors
   * @param metadata name, namespace and labels of the object
   * @throws WorkFailedException if the file holds no object of the gist's type
   */
  static HasMetadata read(String where, Gist.Manifest gist, byte[] content, ObjectMeta metadata) {
    String file = where + ": " + gist.path();
    GenericKubernetesResource object = parse(file, new String(content, StandardCharsets.UTF_8));
    Expected expected = Expected.of(gist.type());
    if (!expected.kind().equals(object.getKind())) {
      throw new WorkFailedException(
          "%s holds a %s, but the gist's type is %s"
              .formatted(
                  file,
                  object.getKind() == null ? "document without `kind`" : object.getKind(),
                  expected.kind()));
    }
    String group = expected.apiVersion().replaceAll("v[0-9]+$", "");
    if (object.getApiVersion() == null || !object.getApiVersion().startsWith(group)) {
      throw new WorkFailedException(
          "%s: the `apiVersion` of a %s is %s"
              .formatted(file, expected.kind(), expected.apiVersion()));
    }
    // What stood in older versions of these kinds means the same in today's.
    object.setApiVersion(expected.apiVersion());
    object.setMetadata(merged(object.getMetadata(), metadata));
    object.getAdditionalProperties().remove("status");
    return object;
  }

  /** A file that holds an object of a type, and nothing more. */
  static byte[] placeholder(Gist.Type type) {
    Expected expected = Expected.of(type);
    return "apiVersion: %s\nkind: %s\n"
        .formatted(expected.apiVersion(), expected.kind())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static GenericKubernetesResource parse(String file, String text) {
    if (NEXT_DOCUMENT.matcher(text).results().skip(1).findAny().isPresent()
        || NEXT_DOCUMENT.matcher(text.strip().replaceFirst("^---[ \t]*\n", "")).find()) {
      throw new WorkFailedException(file + " holds several documents; make a gist of each");
    }
    try {
      GenericKubernetesResource object =
          Serialization.unmarshal(text, GenericKubernetesResource.class);
      if (object != null) {
        return object;
      }
    } catch (RuntimeException e) {
      throw new WorkFailedException(file + place(e) + " is no YAML of a Kubernetes object");
    }
    throw new WorkFailedException(file + " is empty");
  }

  private static String place(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof MarkedYamlEngineException yaml && yaml.getProblemMark().isPresent()) {
        return ":" + (yaml.getProblemMark().get().getLine() + 1);
      }
      if (cause instanceof JsonProcessingException json && json.getLocation() != null) {
        return ":" + json.getLocation().getLineNr();
      }
    }
    return "";
  }

  /** Labels and annotations of the file stay; what a cluster writes into metadata goes. */
  private static ObjectMeta merged(ObjectMeta own, ObjectMeta ours) {
    Map<String, String> labels = new LinkedHashMap<>();
    Map<String, String> annotations = new LinkedHashMap<>();
    if (own != null) {
      labels.putAll(own.getLabels());
      annotations.putAll(own.getAnnotations());
    }
    labels.putAll(ours.getLabels());
    return new ObjectMetaBuilder(ours).withLabels(labels).withAnnotations(annotations).build();
  }

  private record Expected(String apiVersion, String kind) {
    static Expected of(Gist.Type type) {
      return switch (type) {
        case CONFIGMAP -> new Expected("v1", "ConfigMap");
        case SECRET -> new Expected("v1", "Secret");
        case JOB -> new Expected("batch/v1", "Job");
        case CRONJOB -> new Expected("batch/v1", "CronJob");
      };
    }
  }
}
