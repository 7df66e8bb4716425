package io.jenkins.plugins.drover.step;

import hudson.Extension;
import hudson.model.Run;
import io.drover.engine.WorkFailedException;
import io.drover.seedjobs.item.Stage;
import io.drover.seedjobs.item.Stage.Started;
import io.jenkins.plugins.drover.Builds;
import io.jenkins.plugins.drover.seed.CurrentConfiguration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code droverPlan}: the jobs of a project, stage by stage. */
public final class PlanStep extends Step {
  private final String project;

  @DataBoundConstructor
  public PlanStep(String project) {
    this.project = project;
  }

  public String getProject() {
    return project;
  }

  @Override
  public StepExecution start(StepContext context) {
    return new Execution(context, project);
  }

  /** Reads what is there, so it can be done again at any time. */
  private static final class Execution extends RepeatableExecution<Map<String, Object>> {
    private static final long serialVersionUID = 1;

    private final String project;

    Execution(StepContext context, String project) {
      super(context);
      this.project = project;
    }

    @Override
    Map<String, Object> run() throws Exception {
      Map<String, String> given = Builds.parameters(getContext().get(Run.class));
      CurrentConfiguration current = BuildProject.configuration(project);
      List<Object> stages = new ArrayList<>();
      for (Stage stage : stages(current, given)) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", stage.name());
        one.put("jobs", new ArrayList<>(stage.jobs().stream().map(j -> job(j, given)).toList()));
        stages.add(one);
      }
      Map<String, Object> plan = new LinkedHashMap<>();
      plan.put("project", project);
      plan.put("description", project + " at " + current.commit().substring(0, 10));
      plan.put("stages", stages);
      return plan;
    }

    private static List<Stage> stages(CurrentConfiguration current, Map<String, String> given) {
      try {
        return Stage.of(current.configuration(), Optional.ofNullable(given.get("upTo")));
      } catch (IllegalArgumentException e) {
        throw new WorkFailedException(e.getMessage() + " in the three files", e);
      }
    }

    private Map<String, Object> job(Started started, Map<String, String> given) {
      Map<String, Object> job = new LinkedHashMap<>();
      job.put("task", started.task());
      job.put("job", "/" + project + "/" + started.job());
      job.put("needs", new ArrayList<>(started.needs()));
      Map<String, Object> parameters = new LinkedHashMap<>(given);
      parameters.keySet().retainAll(started.parameters());
      if (!parameters.isEmpty()) {
        job.put("parameters", parameters);
      }
      return job;
    }
  }

  /** How pipelines call it. */
  @Extension
  public static final class DescriptorImpl extends StepDescriptor {
    @Override
    public String getFunctionName() {
      return "droverPlan";
    }

    @Override
    public String getDisplayName() {
      return "Drover: the jobs of a project, stage by stage";
    }

    @Override
    public Set<? extends Class<?>> getRequiredContext() {
      return Set.of(Run.class);
    }
  }
}
