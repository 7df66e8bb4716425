package io.drover.engine.deploy.cluster;

import io.drover.engine.WorkFailedException;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The API server's errors in people's words, without values of Secrets. */
public final class ClusterErrors {
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "User \"([^\"]*)\" cannot (\\S+) resource \"([^\"]*)\" in API group \"([^\"]*)\""
              + "(?: in the namespace \"([^\"]*)\")?");
  private static final Pattern QUOTA = Pattern.compile("exceeded quota: (.*)", Pattern.DOTALL);
  private static final Pattern WEBHOOK =
      Pattern.compile(
          "admission webhook \"([^\"]*)\" denied the request(?:: )?(.*)", Pattern.DOTALL);
  private static final Pattern WEBHOOK_AWAY =
      Pattern.compile("failed calling (?:admission )?webhook \"([^\"]*)\"");

  /** What the API server quotes of a body that it could not read; it may hold anything. */
  private static final Pattern QUOTED_BODY =
      Pattern.compile(",? ?error found in #\\d+ byte of .*", Pattern.DOTALL);

  private static final Pattern VALUE =
      Pattern.compile("^(Invalid|Unsupported|Duplicate) value: (.*)$", Pattern.DOTALL);
  private static final int LONGEST_VALUE = 60;

  private ClusterErrors() {}

  /**
   * An error that can be shown.
   *
   * @param what what was tried, or on what, as a message begins: {@code Deployment web}
   */
  public static WorkFailedException of(String what, KubernetesClientException e) {
    return new WorkFailedException(what + ": " + reason(e), e);
  }

  /** Only the reason, for where the object is already named. */
  public static String reason(KubernetesClientException e) {
    return switch (e.getCode()) {
      case -1, 0 -> e.getCause() == null ? clean(e.getMessage()) : connection(e.getCause());
      case 401 ->
          "the cluster does not accept these credentials; log in again, or check the kubeconfig's"
              + " user";
      case 403 -> forbidden(e, "which is in the Role that \"drover rbac\" prints");
      case 404 -> missing(e);
      case 409 -> conflict(e);
      case 413 -> "it is larger than the API server takes (about 1.5 MiB); make it smaller";
      case 422 -> invalid(e);
      case 429 -> "the API server is overloaded; try again later";
      default -> other(e);
    };
  }

  /** Whether nothing can be said of the object: the cluster is away, or knows nobody. */
  static boolean concernsTheConnection(KubernetesClientException e) {
    return e.getCode() <= 0 || e.getCode() == 401 || e.getCode() == 429 || e.getCode() > 500;
  }

  static List<StatusCause> causes(KubernetesClientException e) {
    Status status = e.getStatus();
    return status == null || status.getDetails() == null || status.getDetails().getCauses() == null
        ? List.of()
        : status.getDetails().getCauses();
  }

  static String message(KubernetesClientException e) {
    String message = e.getStatus() == null ? null : e.getStatus().getMessage();
    return message == null ? Optional.ofNullable(e.getMessage()).orElse("") : message;
  }

  private static String connection(Throwable cause) {
    return "the API server cannot be reached: " + Connection.reason(cause);
  }

  /**
   * Why somebody may not do something.
   *
   * @param remedy where the right that is missing is had
   */
  static String forbidden(KubernetesClientException e, String remedy) {
    String message = message(e);
    Matcher quota = QUOTA.matcher(message);
    if (quota.find()) {
      return "it would exceed the quota " + quota.group(1);
    }
    Matcher forbidden = FORBIDDEN.matcher(message);
    if (forbidden.find()) {
      return missingPermission(forbidden, remedy);
    }
    if (message.contains("because it is being terminated")) {
      return "its namespace is being deleted; deploy again when it is gone";
    }
    return other(e);
  }

  private static String missingPermission(Matcher forbidden, String remedy) {
    String where = forbidden.group(5) == null ? "the cluster" : "namespace " + forbidden.group(5);
    return ("%s may not %s %s in %s; it needs the rule {apiGroups: [\"%s\"], resources: [\"%s\"],"
            + " verbs: [\"%s\"]}, %s")
        .formatted(
            forbidden.group(1),
            forbidden.group(2),
            forbidden.group(3),
            where,
            forbidden.group(4),
            forbidden.group(3),
            forbidden.group(2),
            remedy);
  }

  private static String missing(KubernetesClientException e) {
    String message = message(e);
    return message.isEmpty() ? "the cluster does not know it" : clean(message);
  }

  private static String conflict(KubernetesClientException e) {
    return message(e).contains("the object has been modified")
        ? "somebody else changed it at the same moment; try again"
        : clean(message(e));
  }

  private static String invalid(KubernetesClientException e) {
    List<StatusCause> causes = causes(e);
    if (causes.isEmpty()) {
      return other(e);
    }
    return causes.stream()
        .map(cause -> FieldPath.readable(cause.getField()) + ": " + words(cause))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /**
   * What is wrong with a field. The API server quotes the field's value, which can be a whole pod
   * template with its environment: only short ones are shown, and none where a secret may be.
   */
  static String words(StatusCause cause) {
    String message = clean(Optional.ofNullable(cause.getMessage()).orElse("is invalid"));
    Matcher value = VALUE.matcher(message);
    if (!value.matches()) {
      return message;
    }
    String rest = value.group(2);
    int end = endOfValue(rest);
    String shown = rest.substring(0, end);
    String reason = rest.substring(Math.min(rest.length(), end)).replaceFirst("^: ", "");
    if (shown.length() <= LONGEST_VALUE && !mayHoldSecret(cause.getField())) {
      return reason.isEmpty() ? shown + " is not valid" : shown + ": " + reason;
    }
    return reason.isEmpty() ? "its value is not valid" : reason;
  }

  private static boolean mayHoldSecret(String field) {
    return field == null || field.matches("(data|stringData)\\b.*|.*(\\.env\\b|value|annot).*");
  }

  /** Where a value of Go ends that stands in front of a text: quoted, in brackets, or a word. */
  private static int endOfValue(String text) {
    boolean quoted = false;
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '{' || c == '[')) {
        depth++;
      } else if (!quoted && (c == '}' || c == ']')) {
        depth--;
      } else if (!quoted && depth <= 0 && text.startsWith(": ", i)) {
        return i;
      }
    }
    return text.length();
  }

  private static String other(KubernetesClientException e) {
    String message = message(e);
    Matcher denied = WEBHOOK.matcher(message);
    if (denied.find()) {
      String words = denied.group(2).isBlank() ? "without a reason" : denied.group(2).strip();
      return "the cluster's admission webhook %s refuses it: %s".formatted(denied.group(1), words);
    }
    Matcher away = WEBHOOK_AWAY.matcher(message);
    if (away.find()) {
      return "the cluster's admission webhook %s does not answer; ask who runs it"
          .formatted(away.group(1));
    }
    if (e.getCode() > 500) {
      return "the API server cannot work just now (HTTP %d)".formatted(e.getCode());
    }
    String text = clean(message);
    return text.isEmpty() ? "the API server refuses it (HTTP %d)".formatted(e.getCode()) : text;
  }

  private static String clean(String message) {
    return QUOTED_BODY.matcher(message == null ? "" : message).replaceAll("").strip();
  }
}
