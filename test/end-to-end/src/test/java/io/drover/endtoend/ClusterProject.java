package io.drover.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A project whose environment {@code dev} has a bit of everything that a deployment writes: a
 * service that is rolled out, a blue/green one, a ConfigMap, an Ingress, and a service that is
 * there in one release only, so that each release leaves something to be deleted.
 */
final class ClusterProject {
  private final Path folder;
  private final String namespace;
  private int release;

  private ClusterProject(Path folder, String namespace) {
    this.folder = folder;
    this.namespace = namespace;
  }

  /** Writes its first release. */
  static ClusterProject writeTo(Path folder, String namespace) {
    ClusterProject project = new ClusterProject(folder, namespace);
    project.write("build.yaml", "project: chaos\n");
    project.write(
        "application.yaml",
        "project: chaos\napplications: [{name: web, runtime: \"debian:12\"}]\n");
    return project.change();
  }

  Path folder() {
    return folder;
  }

  /** Writes the next release, in which everything is different. */
  ClusterProject change() {
    release++;
    return write(0, "");
  }

  /** The next release, whose pods take that many seconds until they are ready. */
  ClusterProject changeSlowly(int seconds) {
    release++;
    return write(seconds, "");
  }

  /** The next release, whose pods never become ready. */
  ClusterProject breakIt() {
    release++;
    return write(0, ", {name: BROKEN, value: \"yes\"}");
  }

  /** The release before, as if nothing had happened since. */
  ClusterProject takeBack() {
    release--;
    return write(0, "");
  }

  /** What pods of this release have as {@code VERSION}. */
  String version() {
    return "" + release;
  }

  private ClusterProject write(int delay, String env) {
    write("settings.txt", "release " + release + "\n");
    String services =
        service("rolling", "external_url: rolling.example.com", delay, env)
            + service("colours", "deployment: {method: bluegreen, drain: 1}", delay, env)
            + service("only-" + release, "replicas: 1", delay, env);
    write(
        "environments.yaml",
        """
        project: chaos
        environments:
          - name: dev
            namespace: %s
            deployment: {timeout: 60}
            gists: [{name: settings, type: configmap, files: [settings.txt]}]
            services:
        """
                .formatted(namespace)
            + services.indent(6));
    return this;
  }

  private String service(String name, String more, int delay, String env) {
    return """
    - name: %s
      application: web
      %s
      ports: [8080]
      env: [{name: VERSION, value: "%d"}%s]
      requests: {cpu: 10m, memory: 16Mi}
      health_check: {http: {path: /health, port: 8080}, initial_delay: %d}
    """
        .formatted(name, more, release, env, delay);
  }

  private void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
