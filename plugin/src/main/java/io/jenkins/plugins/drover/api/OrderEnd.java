package io.jenkins.plugins.drover.api;

import hudson.Extension;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.model.queue.QueueListener;
import io.jenkins.plugins.drover.step.TaskReportAction;

/** Tells the audit log what came of orders. */
@Extension
public final class OrderEnd extends RunListener<Run<?, ?>> {

  @Override
  public void onCompleted(Run<?, ?> build, TaskListener listener) {
    DeployOrder order = build.getAction(DeployOrder.class);
    if (order != null) {
      Audit.log(order, result(build.getResult()), build.getExternalizableId(), reason(build));
    }
  }

  private static Audit.Result result(Result result) {
    if (Result.SUCCESS.equals(result)) {
      return Audit.Result.SUCCEEDED;
    }
    return Result.ABORTED.equals(result) ? Audit.Result.ABORTED : Audit.Result.FAILED;
  }

  private static String reason(Run<?, ?> build) {
    TaskReportAction report = build.getAction(TaskReportAction.class);
    return report == null ? "" : report.getReason();
  }

  /** Orders that never became builds. */
  @Extension
  public static final class Cancelled extends QueueListener {
    @Override
    public void onLeft(Queue.LeftItem item) {
      DeployOrder order = item.getAction(DeployOrder.class);
      if (order != null && item.isCancelled()) {
        String job = item.task instanceof Job<?, ?> j ? j.getFullName() : item.task.getName();
        Audit.log(order, Audit.Result.ABORTED, job, "it was cancelled while it waited");
      }
    }
  }
}
