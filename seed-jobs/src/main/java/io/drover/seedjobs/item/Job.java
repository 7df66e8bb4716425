package io.drover.seedjobs.item;

import java.util.List;
import java.util.Optional;

/**
 * A pipeline job.
 *
 * @param name its name in the project's folder: small letters, digits and {@code -}
 * @param subject the component, application, environment or test that it is named after; empty for
 *     jobs of the whole project
 * @param description what it does, as plain text of a few lines
 * @param script the pipeline
 * @param durability how much of a build survives
 * @param concurrent whether two builds may run at once
 * @param retention how long builds are kept
 * @param parameters what is asked, in order
 * @param trigger how it learns of commits; empty: it does not
 */
public record Job(
    String name,
    String subject,
    String description,
    String script,
    Durability durability,
    boolean concurrent,
    Retention retention,
    List<Parameter> parameters,
    Optional<Trigger> trigger) {

  public Job {
    parameters = List.copyOf(parameters);
  }
}
