package io.drover.engine.run;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.WorkFailedException;
import io.drover.engine.kubernetes.Colours;
import io.drover.engine.kubernetes.Desired;
import io.drover.engine.kubernetes.EnvironmentManifests;
import io.drover.engine.kubernetes.ManifestSettings;
import io.drover.engine.kubernetes.Manifests;
import io.drover.engine.kubernetes.ServiceImages;
import io.drover.engine.release.Release;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.secret.Masking;
import io.drover.engine.secret.SecretFiles;
import io.drover.engine.version.Sources;
import java.util.Map;
import java.util.stream.Collectors;

/** Renders environments without a cluster. */
public final class Rendering {

  private Rendering() {}

  /**
   * The manifests of an environment, as they are at its first deployment: the live colour of a
   * blue/green service is the file's, or blue.
   *
   * @param name the environment's name
   * @param release the images
   * @param given images that win over those of the release
   * @param settings what the cluster's people decided
   * @param state holds copies of git repositories, and their credentials
   * @throws WorkFailedException if there is no such environment, an image is missing, or something
   *     cannot be read
   */
  public static EnvironmentManifests of(
      Configuration configuration,
      String name,
      Release release,
      Release given,
      ManifestSettings settings,
      StateFolder state)
      throws InterruptedException {
    Environment environment = environment(configuration, name);
    ServiceImages images = ServiceImages.of(configuration, environment, release, given);
    if (!images.missing().isEmpty()) {
      throw new WorkFailedException(missing(environment, images));
    }
    SecretFiles secrets = new SecretFiles(state.secrets(), new Masking());
    Sources sources = Sources.open(configuration.directory(), state.mirrors(), secrets);
    Map<String, byte[]> files = GistFiles.read(configuration, environment, sources);
    return Manifests.of(
        new Desired(configuration.project(), environment, images.images(), files),
        settings,
        Colours.atFirst(environment));
  }

  private static Environment environment(Configuration configuration, String name) {
    return configuration
        .environment(name)
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "there is no environment %s; there are %s"
                        .formatted(
                            name,
                            configuration.environments().stream()
                                .map(Environment::name)
                                .sorted()
                                .collect(Collectors.joining(", ")))));
  }

  private static String missing(Environment environment, ServiceImages images) {
    String applications =
        images.missing().stream()
            .map(m -> m.application() + m.version().map(v -> " in version " + v).orElse(""))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return "there is no image of %s, which %s runs. Give a release that has it with --release FILE, or --image APPLICATION=REPOSITORY@sha256:… for each"
        .formatted(applications, environment.name());
  }
}
