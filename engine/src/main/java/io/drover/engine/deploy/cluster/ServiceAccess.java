package io.drover.engine.deploy.cluster;

import io.drover.engine.kubernetes.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.ArrayList;
import java.util.List;

/** The account that Drover deploys with, and what it may do in one namespace. */
public final class ServiceAccess {
  private ServiceAccess() {}

  /**
   * A ServiceAccount, a Role and a RoleBinding. They lack the labels of ownership: Drover would
   * prune them otherwise.
   *
   * @param project the project's name
   * @param namespace where all three live
   * @param account the name of all three; as {@code NAMESPACE/NAME} an account of another
   *     namespace, which is there already
   * @param rules what it may do, see {@link Permissions#rules}
   */
  public static List<HasMetadata> of(
      String project, String namespace, String account, List<PolicyRule> rules) {
    int slash = account.indexOf('/');
    String name = account.substring(slash + 1);
    String home = slash < 0 ? namespace : account.substring(0, slash);
    ObjectMeta metadata = metadata(project, namespace, name);
    List<HasMetadata> objects = new ArrayList<>();
    if (slash < 0) {
      objects.add(new ServiceAccountBuilder().withMetadata(metadata).build());
    }
    objects.add(new RoleBuilder().withMetadata(metadata).withRules(rules).build());
    objects.add(
        new RoleBindingBuilder()
            .withMetadata(metadata)
            .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
            .addNewSubject("", "ServiceAccount", name, home)
            .build());
    return List.copyOf(objects);
  }

  private static ObjectMeta metadata(String project, String namespace, String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(namespace)
        .addToLabels(new Ownership(project, "").labels())
        .removeFromLabels(Ownership.MANAGED_BY)
        .removeFromLabels(Ownership.ENVIRONMENT)
        .build();
  }
}
