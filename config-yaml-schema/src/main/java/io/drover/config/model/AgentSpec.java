package io.drover.config.model;

import java.time.Duration;
import java.util.List;

/**
 * The agent that a component is built on, or a test runs on.
 *
 * @param base image reference of the base, short forms resolved: {@code linux} is {@code
 *     debian:12}; never empty
 * @param dependencies packages that the agent needs on top of the base
 * @param resources requests and limits
 * @param timeout how long the shell lines may take in all
 */
public record AgentSpec(
    String base, List<Dependency> dependencies, Resources resources, Duration timeout) {

  public AgentSpec {
    dependencies = List.copyOf(dependencies);
  }
}
