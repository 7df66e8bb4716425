package io.jenkins.plugins.drover.step;

import hudson.Extension;
import hudson.model.Run;
import hudson.util.ListBoxModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** {@code droverReport}: tells how a task ended, or that it waits. */
public final class ReportStep extends Step {
  private final String task;
  private final Map<String, Object> result;

  /**
   * A report.
   *
   * @param task id of the task
   * @param result as docs/shared-library.md describes it
   */
  @DataBoundConstructor
  public ReportStep(String task, Map<String, Object> result) {
    this.task = task;
    this.result = Map.copyOf(result);
  }

  public String getTask() {
    return task;
  }

  public Map<String, Object> getResult() {
    return result;
  }

  @Override
  public StepExecution start(StepContext context) {
    return new Execution(context, task, TaskResult.of(result));
  }

  /** The last report of a task is the one that counts, so it may be told twice. */
  private static final class Execution extends RepeatableExecution<Void> {
    private static final long serialVersionUID = 1;

    private final String task;
    private final TaskResult result;

    Execution(StepContext context, String task, TaskResult result) {
      super(context);
      this.task = task;
      this.result = result;
    }

    @Override
    Void run() throws Exception {
      Run<?, ?> build = getContext().get(Run.class);
      build.removeActions(TaskReportAction.class);
      build.addAction(new TaskReportAction(task, result));
      build.save();
      return null;
    }
  }

  /** How pipelines call it. */
  @Extension
  public static final class DescriptorImpl extends StepDescriptor {
    @Override
    public String getFunctionName() {
      return "droverReport";
    }

    @Override
    public String getDisplayName() {
      return "Drover: tell how a task ended";
    }

    @Override
    public Set<? extends Class<?>> getRequiredContext() {
      return Set.of(Run.class);
    }

    /** The snippet generator's form has the two fields that a report must have. */
    @Override
    public Step newInstance(StaplerRequest2 req, JSONObject form) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("status", form.getString("status"));
      result.put("reason", form.getString("reason"));
      return new ReportStep(form.getString("task"), result);
    }

    @POST
    public ListBoxModel doFillStatusItems() {
      ListBoxModel items = new ListBoxModel();
      TaskResult.STATUSES.stream().sorted().forEach(items::add);
      return items;
    }
  }
}
