package io.jenkins.plugins.drover.board;

import hudson.model.Result;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;

/**
 * How the newest build of a job stands.
 *
 * @param url of the job, from Jenkins' own root; empty if the user sees none
 * @param word {@code succeeded}, {@code failed}, {@code unstable}, {@code aborted}, {@code running}
 *     or {@code not run}
 * @param mark the same in one character
 */
public record TaskLight(String url, String word, String mark) {

  static TaskLight of(Optional<WorkflowJob> job) {
    if (job.isEmpty()) {
      return new TaskLight("", "not run", "");
    }
    WorkflowRun build = job.get().getLastBuild();
    String url = job.get().getUrl();
    if (build == null) {
      return new TaskLight(url, "not run", "");
    }
    if (build.isBuilding()) {
      return new TaskLight(url, "running", "…");
    }
    Result result = build.getResult();
    if (Result.SUCCESS.equals(result)) {
      return new TaskLight(url, "succeeded", "✓");
    }
    if (Result.UNSTABLE.equals(result)) {
      return new TaskLight(url, "unstable", "!");
    }
    return Result.FAILURE.equals(result)
        ? new TaskLight(url, "failed", "✗")
        : new TaskLight(url, "aborted", "–");
  }
}
