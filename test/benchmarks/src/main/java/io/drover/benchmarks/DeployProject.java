package io.drover.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A project with one environment in a namespace of its own, and the same as rendered manifests. Its
 * services have no replicas, so that nothing has to be pulled or started.
 *
 * @param folder where the files are
 * @param drover the command
 */
record DeployProject(Path folder, String drover) {

  /** Writes a project. */
  static DeployProject write(Path folder, String drover, int services, String namespace)
      throws IOException {
    new ProjectGenerator(services, 1).write(folder);
    DeployProject project = new DeployProject(folder, drover);
    project.edit("replicas: \\d+", "replicas: 0");
    project.edit("- name: env-0\n", "- name: env-0\n    namespace: " + namespace + "\n");
    List<String> images = new ArrayList<>();
    for (int i = 0; i < services; i++) {
      images.add(
          String.format(
              Locale.ROOT,
              "\"service-%05d\":{\"image\":\"registry.example/big/%05d@sha256:%064x\",\"version\":\"1.0\"}",
              i,
              i,
              i));
    }
    Files.writeString(project.release(), "{\"images\":{" + String.join(",", images) + "}}");
    // Clusters before 1.30 lack the other way, which needs no program in the image.
    Files.writeString(project.settings(), "pre_stop: exec\n");
    return project;
  }

  /** Changes one environment variable of one service. */
  void changeOne() throws IOException {
    Path file = folder.resolve("environments.yaml");
    Files.writeString(file, Files.readString(file).replaceFirst("value: info", "value: debug"));
  }

  /** What {@code drover deploy} would apply, as a file for others. */
  Path render() throws IOException, InterruptedException {
    Path manifests = folder.resolve("manifests.yaml");
    Commands.run(command("render"), folder, Redirect.to(manifests.toFile()));
    return manifests;
  }

  /** {@code deploy} or another command that takes a release. */
  List<String> command(String name) {
    return List.of(
        drover,
        name,
        "--environment",
        "env-0",
        "--release",
        release().toString(),
        "--settings",
        settings().toString(),
        folder.toString());
  }

  private void edit(String pattern, String replacement) throws IOException {
    Path file = folder.resolve("environments.yaml");
    Files.writeString(file, Files.readString(file).replaceAll(pattern, replacement));
  }

  private Path release() {
    return folder.resolve("release.json");
  }

  private Path settings() {
    return folder.resolve("settings.yaml");
  }
}
