package io.drover.engine.deploy.cluster;

import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The rights that {@code drover rbac} prints, given to a service account; nothing more. */
final class RestrictedAccess {
  private static final String ACCOUNT = "drover";

  private RestrictedAccess() {}

  /** Gives an account the rights of these rules; an earlier call's are gone then. */
  static ClusterAccess of(
      TestCluster cluster, String namespace, List<PolicyRule> rules, Path folder)
      throws IOException {
    for (HasMetadata object : ServiceAccess.of("shop", namespace, ACCOUNT, rules)) {
      cluster.client().resource(object).serverSideApply();
    }
    Path kubeconfig = cluster.kubeconfig(namespace, ACCOUNT, folder);
    return new ClusterAccess(Optional.of(kubeconfig), Optional.empty());
  }
}
