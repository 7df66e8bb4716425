package io.drover.engine.deploy.cluster;

import io.fabric8.kubernetes.api.Pluralize;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * What Drover must be allowed to do in a namespace, and no more: the one list that a Role is made
 * of. Who adds a request to the code adds its verb here.
 */
public final class Permissions {
  private static final List<String> OWNED = List.of("get", "list", "create", "patch", "delete");
  private static final List<String> WATCHED =
      List.of("get", "list", "watch", "create", "patch", "delete");

  /** What every environment needs; kinds that earlier releases may have left are among it. */
  private static final List<Right> ALWAYS =
      List.of(
          new Right("", "namespaces", List.of("get")),
          // The record of releases is replaced as a whole, by compare and set.
          new Right(
              "", "configmaps", List.of("get", "list", "create", "update", "patch", "delete")),
          new Right("", "secrets", OWNED),
          new Right("", "services", OWNED),
          new Right("", "resourcequotas", OWNED),
          // Volumes are never deleted.
          new Right("", "persistentvolumeclaims", List.of("get", "list", "create", "patch")),
          // A StatefulSet waits forever for a pod of a version that failed, unless it is deleted.
          new Right("", "pods", List.of("list", "watch", "delete")),
          new Right("", "pods/log", List.of("get")),
          new Right("", "events", List.of("list", "watch")),
          new Right("apps", "deployments", WATCHED),
          new Right("apps", "statefulsets", WATCHED),
          new Right("apps", "replicasets", List.of("list", "watch")),
          new Right("autoscaling", "horizontalpodautoscalers", OWNED),
          new Right("batch", "cronjobs", OWNED),
          new Right("batch", "jobs", WATCHED),
          new Right("coordination.k8s.io", "leases", List.of("get", "create", "update")),
          new Right("networking.k8s.io", "ingresses", OWNED),
          new Right("policy", "poddisruptionbudgets", OWNED));

  /** What builds and tests in pods need in the agents' namespace. */
  private static final List<Right> AGENTS =
      List.of(
          new Right("", "namespaces", List.of("get")),
          new Right("", "events", List.of("list", "watch")),
          new Right(
              "", "pods", List.of("get", "list", "watch", "create", "delete", "deletecollection")),
          // It begins as a GET, over a WebSocket; newer clusters ask for create.
          new Right("", "pods/exec", List.of("get", "create")),
          new Right("", "pods/log", List.of("get")),
          new Right("", "secrets", List.of("get", "list", "create", "delete", "deletecollection")),
          new Right("batch", "jobs", List.of("create", "delete", "deletecollection")),
          new Right(
              "coordination.k8s.io",
              "leases",
              List.of("get", "list", "create", "update", "patch", "delete")));

  private Permissions() {}

  /** The rules of a Role in the namespace of agents, in the order of groups and names. */
  public static List<PolicyRule> agentRules() {
    return AGENTS.stream().map(Permissions::rule).toList();
  }

  private static PolicyRule rule(Right right) {
    return new PolicyRuleBuilder()
        .withApiGroups(right.group())
        .withResources(right.resource())
        .withVerbs(right.verbs())
        .build();
  }

  /**
   * A right in a namespace.
   *
   * @param group group of the API; empty for the core's
   * @param resource plural, with a subresource after a slash
   * @param verbs what is done
   */
  private record Right(String group, String resource, List<String> verbs) {
    String key() {
      return group + "/" + resource;
    }
  }

  /**
   * The rules of a Role.
   *
   * @param kinds what the project has in its environment, as {@code apiVersion/Kind}; those that
   *     every environment has may be among it
   * @param portForward whether tests on another machine must reach the services
   * @return one rule for each resource, in the order of groups and names
   */
  public static List<PolicyRule> rules(Collection<String> kinds, boolean portForward) {
    Map<String, Right> rights = new LinkedHashMap<>();
    ALWAYS.forEach(right -> rights.put(right.key(), right));
    for (String kind : new TreeSet<>(kinds)) {
      Right right = new Right(group(kind), resource(kind), OWNED);
      rights.putIfAbsent(right.key(), right);
    }
    if (portForward) {
      // A port is forwarded over a WebSocket, which begins as a GET; newer clusters ask for create.
      Right right = new Right("", "pods/portforward", List.of("get", "create"));
      rights.put(right.key(), right);
    }
    List<PolicyRule> rules = new ArrayList<>();
    rights.values().stream()
        .sorted(java.util.Comparator.comparing(Right::group).thenComparing(Right::resource))
        .forEach(right -> rules.add(rule(right)));
    return List.copyOf(rules);
  }

  private static String group(String kind) {
    String[] parts = kind.split("/");
    return parts.length == 3 ? parts[0] : "";
  }

  /** The plural as Kubernetes itself would make it; who defines a kind may have chosen another. */
  private static String resource(String kind) {
    String name = kind.substring(kind.lastIndexOf('/') + 1);
    return Pluralize.toPlural(name.toLowerCase(Locale.ROOT));
  }
}
