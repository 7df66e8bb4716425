package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.engine.kubernetes.EnvironmentManifests;
import io.drover.engine.kubernetes.ManifestSettings;
import io.drover.engine.run.Rendering;
import io.drover.engine.run.local.StateFolder;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drover render}. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the Kubernetes manifests of an environment as YAML.",
      "They are those of its first deployment: a blue/green service has one colour."
    })
final class RenderCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOption configuration;
  @Mixin private ImagesOption images;
  @Mixin private SettingsOption settings;

  @Option(
      names = {"-e", "--environment"},
      paramLabel = "ENVIRONMENT",
      required = true,
      description = "Which environment.")
  private String environment;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    Optional<Configuration> read = configuration.readOrComplain(err);
    Optional<ManifestSettings> decided = settings.readOrComplain(err);
    if (read.isEmpty() || decided.isEmpty()) {
      return 1;
    }
    StateFolder state = StateFolder.of(read.get().project(), System.getenv());
    EnvironmentManifests manifests =
        Rendering.of(
            read.get(), environment, images.release(), images.given(), decided.get(), state);
    PrintWriter out = spec.commandLine().getOut();
    out.print(manifests.toYaml());
    out.flush();
    return 0;
  }
}
