package io.jenkins.plugins.drover.step;

import hudson.Extension;
import hudson.model.Run;
import io.drover.engine.WorkFailedException;
import io.jenkins.plugins.drover.seed.SeedCause;
import io.jenkins.plugins.drover.seed.SeedOutcome;
import io.jenkins.plugins.drover.seed.SeedOutcome.State;
import io.jenkins.plugins.drover.seed.Seeding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code droverSeedProject}: brings the jobs of a project up to date. */
public final class SeedProjectStep extends Step {
  private final String project;

  @DataBoundConstructor
  public SeedProjectStep(String project) {
    this.project = project;
  }

  public String getProject() {
    return project;
  }

  @Override
  public StepExecution start(StepContext context) {
    return new Execution(context, project);
  }

  /** Writes what differs, so doing it again does nothing. */
  private static final class Execution extends RepeatableExecution<Map<String, Object>> {
    private static final long serialVersionUID = 1;

    private final String project;

    Execution(StepContext context, String project) {
      super(context);
      this.project = project;
    }

    @Override
    Map<String, Object> run() throws Exception {
      // A build may not say of another project's files that they are right.
      BuildProject.configuration(project);
      SeedOutcome outcome = Seeding.get().run(SeedCause.JOB);
      if (outcome.state() == State.FAILED || outcome.state() == State.INCOMPLETE) {
        List<String> lines = new ArrayList<>(List.of(outcome.summary()));
        lines.addAll(outcome.lines());
        throw new WorkFailedException(String.join("\n", lines));
      }
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("summary", outcome.summary());
      answer.put("failed", outcome.state() == State.PROBLEMS);
      answer.put("problems", new ArrayList<>(outcome.lines()));
      return answer;
    }
  }

  /** How pipelines call it. */
  @Extension
  public static final class DescriptorImpl extends StepDescriptor {
    @Override
    public String getFunctionName() {
      return "droverSeedProject";
    }

    @Override
    public String getDisplayName() {
      return "Drover: bring the jobs of a project up to date";
    }

    @Override
    public Set<? extends Class<?>> getRequiredContext() {
      return Set.of(Run.class);
    }
  }
}
