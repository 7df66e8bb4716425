package io.drover.config.bind;

import io.drover.config.model.Application;
import io.drover.config.model.Component;
import io.drover.config.model.ComponentType;
import io.drover.config.model.Configuration;
import io.drover.config.tree.Value.Fields;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the model of three files without errors; the one place where defaults are applied. */
public final class ConfigurationBinder {
  private ConfigurationBinder() {}

  /** Binds the three files; they must have passed all checks. */
  public static Configuration bind(
      Path directory, Fields build, Fields application, Fields environments) {
    String project = build.text("project").orElseThrow();
    return new Configuration(
        directory,
        project,
        build.objects("components").stream().map(ConfigurationBinder::component).toList(),
        application.objects("applications").stream().map(ConfigurationBinder::application).toList(),
        EnvironmentBinder.bind(project, environments.objects("environments")));
  }

  private static Component component(Fields component) {
    return new Component(
        component.text("name").orElseThrow(),
        component.text("version").orElse("0.0.0"),
        Bindings.constant(
            ComponentType.class, component.text("type"), ComponentType.DEBIAN_PACKAGE),
        Bindings.agent(component),
        Bindings.source(component.object("repository"), Optional.empty()),
        Bindings.variables(component),
        Bindings.texts(component, "build", "shell"),
        Bindings.texts(component, "artifacts", "location"),
        Bindings.reports(component),
        Bindings.map(component.object("notifications")),
        Bindings.texts(component, "after"));
  }

  private static Application application(Fields application) {
    return new Application(
        application.text("name").orElseThrow(),
        application.text("runtime").orElseThrow(),
        application.text("version"),
        Bindings.dependencies(application, "name"),
        Bindings.command(application, "command"),
        Bindings.variables(application),
        application.text("user"),
        Bindings.ports(application, "ports"),
        Bindings.map(application.object("labels")),
        Bindings.constant(
            Application.Builder.class, application.text("builder"), Application.Builder.AUTO),
        Bindings.map(application.object("notifications")));
  }
}
