package io.drover

import com.cloudbees.groovy.cps.NonCPS

/** An image that a container engine builds of a Dockerfile and pushes. */
class ImageBuild implements Serializable {
  private static final long serialVersionUID = 1

  /** Name and tag, without the registry's host. */
  final String image
  final String dockerfile
  final String context
  /** The registry's URL. */
  final String registry
  /** Id of the registry's credentials, or null. */
  final String credentials

  ImageBuild(Map from) {
    image = from.image
    dockerfile = from.dockerfile
    context = from.context
    registry = from.registry
    credentials = from.credentials
  }

  /** What follows "docker build -t IMAGE" in a shell line. */
  @NonCPS
  String arguments() {
    return '-f ' + quoted(dockerfile) + ' -- ' + quoted(context)
  }

  /** The text as one word of a POSIX shell, whatever stands in it. */
  @NonCPS
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'"
  }
}
