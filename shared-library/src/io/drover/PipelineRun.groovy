package io.drover

import com.cloudbees.groovy.cps.NonCPS

/** The whole plan: starts the jobs of its tasks, stage by stage, and waits for them. */
class PipelineRun implements Serializable {
  private static final long serialVersionUID = 1
  private static final String SUCCESS = 'SUCCESS'

  final Steps steps
  final String project
  /** Results of builds by task. */
  final Map results = [:]

  PipelineRun(Steps steps, String project) {
    this.steps = steps
    this.project = project
  }

  void run() {
    Map plan = steps.plan(project)
    if (plan.description) {
      steps.describe(plan.description)
    }
    List stages = plan.stages
    for (int i = 0; i < stages.size(); i++) {
      Map stage = stages[i]
      steps.stage(stage.name) { parallel(stage.jobs) }
    }
  }

  @NonCPS
  private static List namesOf(Map parameters) {
    return new ArrayList(parameters.keySet())
  }

  private void parallel(List jobs) {
    Map branches = [:]
    for (int i = 0; i < jobs.size(); i++) {
      Map job = jobs[i]
      branches[job.task] = branch(job)
    }
    steps.parallel(branches)
  }

  private Closure branch(Map job) {
    return { await(job) }
  }

  private void await(Map job) {
    List missing = missing(job.needs)
    if (missing) {
      String reason = 'Not started, because these did not succeed: ' + missing.join(', ')
      fail(SUCCESS, 'NOT_BUILT', reason)
      return
    }
    steps.catching('FAILURE', 'FAILURE') {
      results[job.task] = steps.runJob(job.job, parametersOf(job)).result
    }
    String result = results[job.task]
    if (result && result != SUCCESS) {
      fail(result, result, job.task + ': ' + result)
    }
  }

  /** Other branches go on: only what needs this one does not start. */
  private void fail(String buildResult, String stageResult, String reason) {
    steps.catching(buildResult, stageResult) { steps.error(reason) }
  }

  private List parametersOf(Map job) {
    List parameters = []
    List names = namesOf(job.parameters ?: [:])
    for (int i = 0; i < names.size(); i++) {
      parameters.add(steps.stringParameter(names[i], job.parameters[names[i]]))
    }
    return parameters
  }

  @NonCPS
  private List missing(List needs) {
    return needs.findAll { String task -> results[task] != SUCCESS }
  }
}
