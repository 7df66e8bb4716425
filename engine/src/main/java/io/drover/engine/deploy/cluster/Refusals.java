package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Why the API server does not take an object, and what to do about it. */
final class Refusals {
  private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");
  private static final Pattern IMMUTABLE =
      Pattern.compile(
          "immutable|updates to statefulset spec|can not be less than previous value|may not be"
              + " (changed|modified)|cannot be changed");

  private Refusals() {}

  static boolean isConflict(KubernetesClientException e) {
    return e.getCode() == 409
        && ClusterErrors.causes(e).stream().anyMatch(c -> "FieldManagerConflict".equals(reason(c)));
  }

  /** Whether a field should change that never may. */
  static boolean isImmutable(KubernetesClientException e) {
    return e.getCode() == 422
        && ClusterErrors.causes(e).stream().anyMatch(Refusals::concernsImmutable);
  }

  /** The reason for one object. */
  static String reason(KubernetesClientException e, ObjectNode wanted) {
    String reason;
    if (isConflict(e)) {
      reason = conflict(e);
    } else if (isImmutable(e)) {
      reason = immutable(e, wanted);
    } else {
      reason = ClusterErrors.reason(e);
    }
    return withoutSecrets(reason, wanted);
  }

  private static String reason(StatusCause cause) {
    return cause.getReason();
  }

  private static boolean concernsImmutable(StatusCause cause) {
    return cause.getMessage() != null && IMMUTABLE.matcher(cause.getMessage()).find();
  }

  private static String conflict(KubernetesClientException e) {
    String fields =
        ClusterErrors.causes(e).stream()
            .map(c -> "%s is set by \"%s\"".formatted(FieldPath.readable(c.getField()), manager(c)))
            .distinct()
            .collect(Collectors.joining(", "));
    return fields
        + "; take it out there, or take it over with --force-conflicts, which writes the files'"
        + " value";
  }

  private static String manager(StatusCause cause) {
    Matcher manager = MANAGER.matcher(Optional.ofNullable(cause.getMessage()).orElse(""));
    return manager.find() ? manager.group(1) : "somebody else";
  }

  private static String immutable(KubernetesClientException e, ObjectNode wanted) {
    String fields =
        ClusterErrors.causes(e).stream()
            .filter(Refusals::concernsImmutable)
            .map(cause -> FieldPath.readable(cause.getField()))
            .distinct()
            .collect(Collectors.joining(", "));
    return fields + " cannot change once it is there; " + wayOut(wanted);
  }

  private static String wayOut(ObjectNode wanted) {
    String kind = wanted.path("kind").asText();
    String name = wanted.path("metadata").path("name").asText();
    String namespace = wanted.path("metadata").path("namespace").asText();
    return switch (kind) {
      case "PersistentVolumeClaim" ->
          "a volume can only grow, and only where its storage class allows it: give the volume"
              + " another name, or change it back";
      case "StatefulSet" ->
          "change it back, or have it made anew, with its volumes kept: kubectl delete"
              + " statefulset %s --namespace %s --cascade=orphan".formatted(name, namespace);
      default ->
          "change it back, or have it made anew: kubectl delete %s %s --namespace %s"
              .formatted(kind.toLowerCase(Locale.ROOT), name, namespace);
    };
  }

  /** Takes out what a Secret holds, should the API server have quoted it. */
  private static String withoutSecrets(String reason, ObjectNode wanted) {
    if (!wanted.path("kind").asText().equals("Secret")) {
      return reason;
    }
    String clean = reason;
    for (Map.Entry<String, String> value : Secrets.values(wanted).entrySet()) {
      for (String form : List.of(value.getKey(), value.getValue())) {
        clean = form.isBlank() ? clean : clean.replace(form, Secrets.MASK);
      }
    }
    return clean;
  }
}
