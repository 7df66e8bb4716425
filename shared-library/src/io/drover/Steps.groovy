package io.drover

/**
 * Every step that the library takes of Jenkins, at one place. The plugins that give them are named in
 * docs/shared-library.md. The four steps that begin with "drover" are the Drover plugin's.
 */
class Steps implements Serializable {
  private static final long serialVersionUID = 1

  final Object script

  /** @param script the running pipeline, whose methods are the steps */
  Steps(Object script) {
    this.script = script
  }

  // The Drover plugin

  Map taskSpec(String task, Map parameters) {
    return script.droverTaskSpec(task: task, parameters: parameters)
  }

  void report(String task, Map result) {
    script.droverReport(task: task, result: result)
  }

  Map plan(String project) {
    return script.droverPlan(project: project)
  }

  Map seedProject(String project) {
    return script.droverSeedProject(project: project)
  }

  // Agents

  /**
   * Runs the body in a pod of its own. A pod that is lost is replaced by a new one, once; a body
   * that fails in a living pod is not run again.
   *
   * @param once whether not even a lost pod is replaced
   */
  void inPod(String yaml, String cloud, boolean once, Closure body) {
    Map pod = [yaml: yaml, showRawYaml: false]
    if (cloud) {
      pod.cloud = cloud
    }
    script.podTemplate(pod) {
      script.retry(count: once ? 1 : 2, conditions: [script.kubernetesAgent(), script.nonresumable()]) {
        script.node(script.env.POD_LABEL, body)
      }
    }
  }

  /** Runs the body on an agent with that label; again, as in a pod, if the agent is lost. */
  void onAgent(String label, boolean once, Closure body) {
    script.retry(count: once ? 1 : 2, conditions: [script.agent(), script.nonresumable()]) {
      script.node(label, body)
    }
  }

  void inContainer(String name, Closure body) {
    script.container(name, body)
  }

  void inImage(String image, Closure body) {
    script.docker.image(image).inside('', body)
  }

  // Work

  void sh(String text, String label) {
    script.sh(script: text, label: label)
  }

  void dockerBuild(ImageBuild build) {
    script.docker.withRegistry(build.registry, build.credentials) {
      script.docker.build(build.image, build.arguments()).push()
    }
  }

  Object runJob(String job, List parameters) {
    return script.build(job: job, parameters: parameters, wait: true, propagate: false, quietPeriod: 0)
  }

  Object stringParameter(String name, String value) {
    return script.string(name: name, value: value)
  }

  void withCredentials(List bindings, Closure body) {
    script.withCredentials(bindings, body)
  }

  void withEnv(List variables, Closure body) {
    script.withEnv(variables, body)
  }

  void timeLimit(int seconds, Closure body) {
    script.timeout([time: seconds, unit: 'SECONDS'], body)
  }

  // People

  /** @return who approved */
  String approval(String message, List submitters) {
    Map question = [message: message, ok: 'Approve', submitterParameter: 'approvedBy']
    if (submitters) {
      question.submitter = submitters.join(',')
    }
    return script.input(question)
  }

  void echo(String text) {
    script.echo(text)
  }

  void describe(String text) {
    script.currentBuild.description = text
  }

  // The course of a build

  void stage(String name, Closure body) {
    script.stage(name, body)
  }

  void parallel(Map branches) {
    script.parallel(branches)
  }

  void error(String message) {
    script.error(message)
  }

  /** Runs the body; what it throws colours the build and the stage, and the build goes on. */
  void catching(String buildResult, String stageResult, Closure body) {
    Map how = [buildResult: buildResult, stageResult: stageResult, catchInterruptions: false]
    script.catchError(how, body)
  }

  // What is kept

  /** @return how many tests failed */
  int junit(String pattern) {
    return script.junit(testResults: pattern, allowEmptyResults: true).failCount
  }

  void publishHtml(String name, String folder, String index) {
    script.publishHTML(target: [reportName: name, reportDir: folder, reportFiles: index,
        allowMissing: true, keepAll: true, alwaysLinkToLastBuild: false])
  }

  void archive(String pattern) {
    script.archiveArtifacts(artifacts: pattern, allowEmptyArchive: true, fingerprint: true)
  }

  /** @return the file's text, empty if there is no such file */
  String textOf(String file) {
    return script.fileExists(file) ? script.readFile(file: file, encoding: 'UTF-8') : ''
  }
}
