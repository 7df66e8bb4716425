package io.drover.config.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the three files say, with every default applied. Lists keep the order of the files.
 *
 * @param directory the folder the files were read from, absolute
 * @param project the project's name, the same in all three files
 * @param components what is built ({@code build.yaml})
 * @param applications the images that are made ({@code application.yaml})
 * @param environments where they run ({@code environments.yaml})
 */
public record Configuration(
    Path directory,
    String project,
    List<Component> components,
    List<Application> applications,
    List<Environment> environments) {

  public Configuration {
    components = List.copyOf(components);
    applications = List.copyOf(applications);
    environments = List.copyOf(environments);
  }

  /** The component of that name. */
  public Optional<Component> component(String name) {
    return components.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /** The application of that name. */
  public Optional<Application> application(String name) {
    return applications.stream().filter(a -> a.name().equals(name)).findFirst();
  }

  /** The environment of that name. */
  public Optional<Environment> environment(String name) {
    return environments.stream().filter(e -> e.name().equals(name)).findFirst();
  }
}
