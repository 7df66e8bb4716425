package io.jenkins.plugins.drover.agent;

import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.slaves.ComputerListener;
import io.drover.engine.agent.kubernetes.TaskPod;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesComputer;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesSlave;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthException;
import org.jenkinsci.plugins.variant.OptionalExtension;

/**
 * Lets a task begin when its agent is connected. The Kubernetes plugin looks for that once a
 * second, and takes tasks from then on. Only for pods of Drover's tasks, and only if all of their
 * containers are ready: of others the Kubernetes plugin knows what is wrong.
 */
@OptionalExtension(requirePlugins = "kubernetes")
public final class PromptStart extends ComputerListener {
  private static final Logger LOGGER = Logger.getLogger(PromptStart.class.getName());

  /** Jenkins looks through its queue after this. */
  @Override
  public void onOnline(Computer computer, TaskListener listener) {
    KubernetesSlave node = computer instanceof KubernetesComputer agent ? agent.getNode() : null;
    if (node != null) {
      try {
        if (isReady(node)) {
          ((KubernetesComputer) computer).setAcceptingTasks(true);
        }
      } catch (IOException | KubernetesAuthException | RuntimeException e) {
        LOGGER.log(Level.FINE, "The Kubernetes plugin will see that the agent is there", e);
      }
    }
  }

  private static boolean isReady(KubernetesSlave node) throws IOException, KubernetesAuthException {
    Pod pod =
        node.getKubernetesCloud()
            .connect()
            .pods()
            .inNamespace(node.getNamespace())
            .withName(node.getPodName())
            .get();
    if (pod == null || pod.getStatus() == null || !TaskPod.isOne(pod)) {
      return false;
    }
    List<ContainerStatus> containers = pod.getStatus().getContainerStatuses();
    return containers.size() == pod.getSpec().getContainers().size()
        && containers.stream().allMatch(ContainerStatus::getReady);
  }
}
