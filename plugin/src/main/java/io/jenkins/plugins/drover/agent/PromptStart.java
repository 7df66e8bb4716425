package io.jenkins.plugins.drover.agent;

import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.slaves.ComputerListener;
import io.drover.engine.agent.kubernetes.TaskPod;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesComputer;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesSlave;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthException;
import org.jenkinsci.plugins.variant.OptionalExtension;

/**
 * Lets a task begin when its agent is connected and all containers of its pod are ready. The
 * Kubernetes plugin looks for the first once a second, and Jenkins sees that such an agent takes
 * tasks when it looks through its queue the next time, every five seconds. Only for pods of
 * Drover's tasks; what is wrong with one that is not ready in time the Kubernetes plugin says.
 */
@OptionalExtension(requirePlugins = "kubernetes")
public final class PromptStart extends ComputerListener {
  private static final Logger LOGGER = Logger.getLogger(PromptStart.class.getName());
  private static final long SECONDS = 60;

  /** What comes after this does not wait for the pod. */
  @Override
  public void onOnline(Computer computer, TaskListener listener) {
    KubernetesSlave node = computer instanceof KubernetesComputer agent ? agent.getNode() : null;
    if (node != null && node.getPod().filter(TaskPod::isOne).isPresent()) {
      Computer.threadPoolForRemoting.execute(() -> accept((KubernetesComputer) computer, node));
    }
  }

  private static void accept(KubernetesComputer computer, KubernetesSlave node) {
    try {
      node.getKubernetesCloud()
          .connect()
          .pods()
          .inNamespace(node.getNamespace())
          .withName(node.getPodName())
          .waitUntilCondition(PromptStart::isReady, SECONDS, TimeUnit.SECONDS);
      computer.setAcceptingTasks(true);
      Jenkins.get().getQueue().scheduleMaintenance();
    } catch (IOException | KubernetesAuthException | RuntimeException e) {
      LOGGER.log(Level.FINE, "The Kubernetes plugin will see that the agent is there", e);
    }
  }

  private static boolean isReady(Pod pod) {
    if (pod == null || pod.getStatus() == null) {
      return false;
    }
    List<ContainerStatus> containers = pod.getStatus().getContainerStatuses();
    return containers.size() == pod.getSpec().getContainers().size()
        && containers.stream().allMatch(ContainerStatus::getReady);
  }
}
