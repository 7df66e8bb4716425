package io.jenkins.plugins.drover.handover;

import hudson.Extension;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.listeners.RunListener;
import hudson.model.queue.QueueListener;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;

/** Notices what begins and ends. */
@Extension
public final class WorkListener extends QueueListener {

  /** Called with the queue locked. */
  @Override
  public void onEnterWaiting(Queue.WaitingItem item) {
    if (item.task instanceof WorkflowJob job) {
      Work.of(job, item)
          .ifPresent(
              work -> {
                if (item.getAction(WorkId.class) == null) {
                  item.addAction(WorkId.unique());
                }
                Handover.get().began(item.getAction(WorkId.class), work);
              });
    }
  }

  @Override
  public void onLeft(Queue.LeftItem item) {
    WorkId id = item.getAction(WorkId.class);
    if (id != null && item.isCancelled()) {
      Handover.get().ended(id);
    }
  }

  /** Builds that are done. Those that Jenkins' own end interrupts are not. */
  @Extension
  public static final class Ends extends RunListener<Run<?, ?>> {
    @Override
    public void onFinalized(Run<?, ?> build) {
      WorkId id = build.getAction(WorkId.class);
      if (id != null) {
        Handover.get().ended(id);
      }
    }
  }
}
