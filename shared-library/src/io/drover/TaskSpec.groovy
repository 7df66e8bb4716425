package io.drover

import com.cloudbees.groovy.cps.NonCPS

/** What a task needs of Jenkins, as the step droverTaskSpec gives it; see docs/shared-library.md. */
class TaskSpec implements Serializable {
  private static final long serialVersionUID = 1

  final String id
  final String description
  final List links
  /** Whether the steps only make what the task needs, so that it is asked for once more. */
  final boolean again
  /** Whether it is not begun again when its agent was lost. */
  final boolean once
  final Map approval
  final String podYaml
  final String cloud
  final String label
  final List steps
  final int timeoutSeconds
  final List junit
  final List html
  final List artifacts
  final String report

  TaskSpec(Map from) {
    id = from.id
    description = from.description
    links = from.links ?: []
    again = from.again ?: false
    once = from.once ?: false
    approval = from.approval
    podYaml = from.podYaml
    cloud = from.cloud
    label = from.label
    steps = stepsOf(from)
    timeoutSeconds = from.timeoutSeconds ?: 3600
    junit = from.junit ?: []
    html = from.html ?: []
    artifacts = from.artifacts ?: []
    report = from.report
  }

  /** Globs as Jenkins' steps take them: parted by commas. A comma in a name becomes "any character". */
  @NonCPS
  static String pattern(List globs) {
    return globs.collect { String glob -> glob.replace(',', '?') }.join(',')
  }

  @NonCPS
  private static List stepsOf(Map from) {
    return (from.steps ?: []).collect { Map step -> new TaskStep(step) }
  }
}
