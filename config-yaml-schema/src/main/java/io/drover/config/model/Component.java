package io.drover.config.model;

import java.util.List;
import java.util.Map;

/**
 * A source folder or repository that a build turns into packages.
 *
 * @param name DNS label
 * @param version base version; {@code 0.0.0} when the file names none
 * @param type what the build makes
 * @param agent where it is built
 * @param source where the sources are
 * @param env environment of the build
 * @param build shell lines, in order; each runs in a shell of its own
 * @param artifacts globs of the files to keep, relative to the workspace
 * @param reports test reports that the build leaves
 * @param notifications kind ({@code slack}, {@code email}, {@code webhook}) to target
 * @param after components that must be published before this one is built
 */
public record Component(
    String name,
    String version,
    ComponentType type,
    AgentSpec agent,
    Source source,
    List<EnvironmentVariable> env,
    List<String> build,
    List<String> artifacts,
    List<Report> reports,
    Map<String, String> notifications,
    List<String> after) {

  public Component {
    env = List.copyOf(env);
    build = List.copyOf(build);
    artifacts = List.copyOf(artifacts);
    reports = List.copyOf(reports);
    notifications = Ordered.copyOf(notifications);
    after = List.copyOf(after);
  }

  /** The component with its sources taken from elsewhere. */
  public Component from(Source other) {
    return new Component(
        name, version, type, agent, other, env, build, artifacts, reports, notifications, after);
  }
}
