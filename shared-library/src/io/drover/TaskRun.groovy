package io.drover

/** One task of the plan as a build of a Jenkins job. */
class TaskRun implements Serializable {
  private static final long serialVersionUID = 1

  final Steps steps
  final String id
  final Map parameters
  /** What the plugin is told at the end. */
  final Map result = [:]

  TaskRun(Steps steps, String id, Map parameters) {
    this.steps = steps
    this.id = id
    this.parameters = parameters
  }

  void run() {
    TaskSpec spec = announced()
    try {
      if (spec.again) {
        work(spec)
        spec = announced()
      }
      awaitApproval(spec)
      work(spec)
    } catch (Exception e) {
      result.status = 'failed'
      result.reason = e.message ?: 'interrupted'
      tryTo('report the failure') { steps.report(id, result) }
      throw e
    }
    result.status = result.failedTests ? 'failed' : 'succeeded'
    result.reason = result.failedTests ? 'Failed tests: ' + result.failedTests : ''
    steps.report(id, result)
  }

  private TaskSpec announced() {
    TaskSpec spec = new TaskSpec(steps.taskSpec(id, parameters))
    if (spec.description) {
      steps.describe(spec.description)
    }
    for (int i = 0; i < spec.links.size(); i++) {
      Map link = spec.links[i]
      steps.echo(link.name + ': ' + link.url)
    }
    return spec
  }

  /** Nobody's agent is held while a person makes up their mind. */
  private void awaitApproval(TaskSpec spec) {
    if (spec.approval) {
      String message = spec.approval.message
      steps.report(id, [status: 'waiting', reason: message])
      result.approvedBy = steps.approval(message, spec.approval.submitters)
    }
  }

  private void work(TaskSpec spec) {
    if (!spec.steps) {
      return
    }
    if (spec.podYaml) {
      steps.inPod(spec.podYaml, spec.cloud, spec.once) { onAgent(spec) }
    } else {
      steps.onAgent(spec.label, spec.once) { onAgent(spec) }
    }
  }

  private void onAgent(TaskSpec spec) {
    // An agent that was lost may have left them.
    result.remove('failedTests')
    result.remove('report')
    try {
      steps.timeLimit(spec.timeoutSeconds) { performAll(spec) }
    } catch (Exception e) {
      // What went wrong first is what counts: the conditions for a retry look at it.
      tryTo('keep the test results') { keepTests(spec) }
      tryTo('keep the reports') { keepReports(spec) }
      tryTo('keep the artifacts') { keepArtifacts(spec) }
      tryTo('read the report') { readReport(spec) }
      throw e
    }
    keepTests(spec)
    keepReports(spec)
    keepArtifacts(spec)
    readReport(spec)
  }

  private void performAll(TaskSpec spec) {
    for (int i = 0; i < spec.steps.size(); i++) {
      TaskStep step = spec.steps[i]
      steps.stage(step.name) { perform(step) }
    }
  }

  private void perform(TaskStep step) {
    if (step.build) {
      steps.dockerBuild(step.build)
    } else if (step.bindings) {
      steps.withCredentials(step.bindings) { inItsPlace(step) }
    } else {
      inItsPlace(step)
    }
  }

  private void inItsPlace(TaskStep step) {
    if (step.container) {
      steps.inContainer(step.container) { script(step) }
    } else if (step.image) {
      steps.inImage(step.image) { script(step) }
    } else {
      script(step)
    }
  }

  private void script(TaskStep step) {
    if (result.approvedBy) {
      steps.withEnv(['DROVER_APPROVED_BY=' + result.approvedBy]) { steps.sh(step.script, step.name) }
    } else {
      steps.sh(step.script, step.name)
    }
  }

  private void keepTests(TaskSpec spec) {
    if (spec.junit) {
      result.failedTests = steps.junit(TaskSpec.pattern(spec.junit))
    }
  }

  private void keepReports(TaskSpec spec) {
    for (int i = 0; i < spec.html.size(); i++) {
      Map report = spec.html[i]
      steps.publishHtml(report.name, report.folder, report.index)
    }
  }

  private void keepArtifacts(TaskSpec spec) {
    if (spec.artifacts) {
      steps.archive(TaskSpec.pattern(spec.artifacts))
    }
  }

  private void readReport(TaskSpec spec) {
    if (spec.report) {
      result.report = steps.textOf(spec.report)
    }
  }

  /** For what is done after a failure: the failure is thrown, whatever becomes of this. */
  private void tryTo(String what, Closure body) {
    try {
      body()
    } catch (Exception e) {
      steps.echo('Drover could not ' + what + ': ' + e.message)
    }
  }
}
