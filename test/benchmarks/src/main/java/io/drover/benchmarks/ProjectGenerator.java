package io.drover.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the three files of a project of any size; the same numbers always give the same files. A
 * service is an application in an environment: every environment runs all applications, and every
 * application is made from a component of its own. Every environment has a test.
 *
 * @param applications 1 to 99,999; also the number of components
 * @param environments 1 to 99
 */
public record ProjectGenerator(int applications, int environments) {
  public ProjectGenerator {
    if (applications < 1 || applications > 99_999 || environments < 1 || environments > 99) {
      throw new IllegalArgumentException(
          "1 to 99,999 applications and 1 to 99 environments can be generated.");
    }
  }

  /**
   * A project with about so many services.
   *
   * @param services sum over all environments, rounded up to a multiple of their number
   */
  public static ProjectGenerator ofServices(int services, int environments) {
    return new ProjectGenerator((services + environments - 1) / environments, environments);
  }

  /** Services of all environments. */
  public int services() {
    return applications * environments;
  }

  /** Writes {@code build.yaml}, {@code application.yaml} and {@code environments.yaml}. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("build.yaml"), build());
    Files.writeString(folder.resolve("application.yaml"), application());
    Files.writeString(folder.resolve("environments.yaml"), environmentsFile());
  }

  private String build() {
    StringBuilder out = new StringBuilder("project: big\ncomponents:\n");
    for (int i = 0; i < applications; i++) {
      out.append("  - name: ").append(name(i)).append('\n');
      out.append("    version: 1.").append(i % 10).append(".0\n");
      out.append("    repository: {path: src/").append(name(i)).append("}\n");
      out.append("    build: [make, make deb]\n");
      out.append("    artifacts: [\"*.deb\"]\n");
    }
    return out.toString();
  }

  private String application() {
    StringBuilder out = new StringBuilder("project: big\napplications:\n");
    for (int i = 0; i < applications; i++) {
      out.append("  - name: ").append(name(i)).append('\n');
      out.append("    runtime: debian:12\n");
      out.append("    command: [/usr/bin/").append(name(i)).append("]\n");
      out.append("    dependencies: [{name: ").append(name(i));
      out.append(", origin: {build: ").append(name(i)).append("}}]\n");
    }
    return out.toString();
  }

  private String environmentsFile() {
    StringBuilder out = new StringBuilder("project: big\nenvironments:\n");
    for (int e = 0; e < environments; e++) {
      out.append("  - name: env-").append(e).append('\n');
      out.append("    tests:\n");
      out.append("      - {name: smoke, commands: [\"curl -f $SERVICE_00000_URL\"]}\n");
      out.append("    services:\n");
      for (int i = 0; i < applications; i++) {
        service(out, i);
      }
    }
    return out.toString();
  }

  private static void service(StringBuilder out, int i) {
    out.append("      - name: ").append(name(i)).append('\n');
    out.append("        port: 8080\n");
    out.append("        replicas: ").append(1 + i % 3).append('\n');
    out.append("        env: [{name: LOG_LEVEL, value: info}]\n");
    out.append("        health_check: {http: {path: /health, port: 8080}}\n");
    out.append("        requests: {cpu: 50m, memory: 32Mi}\n");
  }

  private static String name(int i) {
    return "service-%05d".formatted(i);
  }
}
