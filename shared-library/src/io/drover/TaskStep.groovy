package io.drover

import com.cloudbees.groovy.cps.NonCPS

/**
 * A step of a task: a script in a container of the pod, in a container of an image, or on the agent
 * itself; or the build of an image by a container engine.
 */
class TaskStep implements Serializable {
  private static final long serialVersionUID = 1

  /** Classes of the Credentials Binding plugin by kind. */
  private static final Map BINDINGS = [
    string: 'StringBinding',
    usernamePassword: 'UsernamePasswordMultiBinding',
    sshKey: 'SSHUserPrivateKeyBinding',
    file: 'FileBinding',
  ]

  final String name
  final String container
  final String image
  final String script
  final ImageBuild build
  /** What the step withCredentials takes. */
  final List bindings

  TaskStep(Map from) {
    name = from.name
    container = from.container
    image = from.image
    script = from.script
    build = from.build ? new ImageBuild(from.build) : null
    bindings = bindingsOf(from)
  }

  @NonCPS
  private static List bindingsOf(Map from) {
    return (from.credentials ?: []).collect { Map credential ->
      Map variables = credential.findAll { key, value -> key != 'id' && key != 'kind' }
      return ['$class': BINDINGS[credential.kind], credentialsId: credential.id] + variables
    }
  }
}
