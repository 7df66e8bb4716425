package io.jenkins.plugins.drover.agent;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.Queue;
import hudson.model.queue.QueueListener;
import hudson.slaves.NodeProvisioner.NodeProvisionerInvoker;
import java.util.concurrent.atomic.AtomicBoolean;
import jenkins.model.Jenkins;

/**
 * Has Jenkins ask its clouds for an agent as soon as a build wants one. The Kubernetes plugin wants
 * that, too, but suggests it in the middle of the queue's maintenance: the review then sees the
 * queue as it was before, finds nothing to do, and the build waits for the next periodic one. What
 * that plans becomes a pod at the one after.
 */
@Extension
public final class PromptReview extends QueueListener {
  private final AtomicBoolean requested = new AtomicBoolean();

  /** Called with the queue locked, so nothing is done here. */
  @Override
  public void onEnterBuildable(Queue.BuildableItem item) {
    if (!Jenkins.get().clouds.isEmpty() && requested.compareAndSet(false, true)) {
      Computer.threadPoolForRemoting.execute(this::review);
    }
  }

  private void review() {
    // When the queue is free again, everybody sees what came into it.
    Queue.withLock(() -> requested.set(false));
    NodeProvisionerInvoker reviews = ExtensionList.lookupSingleton(NodeProvisionerInvoker.class);
    // The first plans agents, the second adds those that are planned.
    reviews.run();
    reviews.run();
  }
}
