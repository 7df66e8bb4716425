package io.jenkins.plugins.drover.step;

import hudson.model.InvisibleAction;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What a build of a task came to; shown on the build's page and in its API. */
@ExportedBean
public final class TaskReportAction extends InvisibleAction {
  private final String task;
  private final TaskResult result;

  TaskReportAction(String task, TaskResult result) {
    this.task = task;
    this.result = result;
  }

  @Exported
  public String getTask() {
    return task;
  }

  @Exported
  public String getStatus() {
    return result.status();
  }

  @Exported
  public String getReason() {
    return result.reason();
  }

  @Exported
  public String getApprovedBy() {
    return result.approvedBy();
  }

  @Exported
  public int getFailedTests() {
    return result.failedTests();
  }

  /** The task's report, JSON as {@code drover task --report} writes it; empty if there is none. */
  public String getReport() {
    return result.report();
  }
}
