import io.drover.Steps

void call(String project) {
  Steps steps = new Steps(this)
  Map outcome = steps.seedProject(project)
  steps.describe(outcome.summary)
  steps.echo(outcome.summary)
  List problems = outcome.problems ?: []
  for (int i = 0; i < problems.size(); i++) {
    steps.echo(problems[i])
  }
  if (outcome.failed) {
    steps.error('The files have problems; the jobs stay as they were.')
  }
}
