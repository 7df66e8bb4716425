package io.jenkins.plugins.drover.handover;

import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.SharedConfigMap;
import io.drover.engine.kubernetes.Ownership;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.drover.configuration.AgentDefaults;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthException;
import org.jenkinsci.plugins.variant.OptionalExtension;

/** The namespace of the agents' pods, which Jenkins may write to already. */
@OptionalExtension(requirePlugins = "kubernetes")
public final class AgentsCluster implements NotesPlace {

  @Override
  public Optional<SharedConfigMap> of(String project) {
    AgentDefaults agents = DroverConfiguration.get().getAgents();
    return agents == null ? Optional.empty() : cloud(agents).map(c -> map(c, agents, project));
  }

  private static Optional<KubernetesCloud> cloud(AgentDefaults agents) {
    return Jenkins.get().clouds.getAll(KubernetesCloud.class).stream()
        .filter(cloud -> agents.getCloud() == null || cloud.name.equals(agents.getCloud()))
        .findFirst();
  }

  private static SharedConfigMap map(KubernetesCloud cloud, AgentDefaults agents, String project) {
    try {
      KubernetesClient client = cloud.connect();
      String namespace =
          Optional.ofNullable(agents.getNamespace())
              .or(() -> Optional.ofNullable(cloud.getNamespace()))
              .orElseGet(client::getNamespace);
      return new SharedConfigMap(
          client,
          namespace,
          "drover-jenkins-" + project,
          Map.of(Ownership.MANAGED_BY, Ownership.MANAGER));
    } catch (IOException | KubernetesAuthException e) {
      throw new WorkFailedException(
          "cloud %s of the Kubernetes plugin: %s".formatted(cloud.name, e.getMessage()), e);
    }
  }
}
