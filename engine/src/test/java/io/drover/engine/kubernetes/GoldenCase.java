package io.drover.engine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.drover.config.model.Configuration;
import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Environment;
import io.drover.config.model.ManagedResource.Database;
import io.drover.config.model.Service;
import io.drover.config.reader.ConfigurationReader;
import io.drover.config.reader.ReadResult;
import io.drover.config.reader.SettingsReader;
import io.drover.engine.release.Release.ReleasedImage;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A case of {@code golden}: {@code NAME.yaml} is an {@code environments.yaml}, whose first
 * environment is rendered. A second document may say more of the case: {@code settings} as of their
 * file, {@code colours} as {@code {service: live staged}}, {@code files} by path, and services
 * {@code without} image. {@code NAME.expected.yaml} is what comes of it, or {@code
 * NAME.expected.txt} the error.
 */
record GoldenCase(String name, Path input) {
  private static final Path FOLDER =
      Path.of("src/test/resources/io/drover/engine/kubernetes/golden").toAbsolutePath();
  private static final String VERSION = "1.4.0+git20261120104600.7c0d543";

  private static final int NEW_MINOR_VERSION = 34;

  /** All of them. */
  static List<GoldenCase> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().matches(".*(?<!\\.expected)\\.yaml"))
          .sorted()
          .map(file -> new GoldenCase(file.getFileName().toString().replace(".yaml", ""), file))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is expected of it as an error or as objects. */
  Path expected(boolean error) {
    return FOLDER.resolve(name + (error ? ".expected.txt" : ".expected.yaml"));
  }

  /** Its objects. */
  EnvironmentManifests render(Path temporary) throws IOException {
    return render(temporary, NEW_MINOR_VERSION);
  }

  /** Its objects, for a cluster of a version. */
  EnvironmentManifests render(Path temporary, int minorVersion) throws IOException {
    JsonNode more = more();
    return Manifests.of(
        desired(temporary),
        settings(temporary, more.path("settings")).forMinorVersion(minorVersion),
        colours(more.path("colours")));
  }

  /** The kinds of its objects. */
  Set<String> kinds(Path temporary) throws IOException {
    ManifestSettings settings = settings(temporary, more().path("settings"));
    return Manifests.kinds("shop", desired(temporary).environment(), settings);
  }

  private String[] documents() throws IOException {
    return Files.readString(input).split("(?m)^---$", 2);
  }

  private JsonNode more() throws IOException {
    String[] documents = documents();
    return documents.length > 1
        ? Serialization.unmarshal(documents[1], JsonNode.class)
        : MissingNode.getInstance();
  }

  /** What shall run. */
  Desired desired(Path temporary) throws IOException {
    JsonNode more = more();
    Environment environment = environment(temporary, documents()[0]);
    Map<String, ReleasedImage> images = images(environment);
    more.path("without").forEach(service -> images.remove(service.asText()));
    Map<String, byte[]> files = new LinkedHashMap<>();
    more.path("files")
        .properties()
        .forEach(
            f -> files.put(f.getKey(), f.getValue().asText().getBytes(StandardCharsets.UTF_8)));
    return new Desired("shop", environment, images, files);
  }

  private static Environment environment(Path folder, String yaml) throws IOException {
    Files.writeString(folder.resolve("build.yaml"), "project: shop\ncomponents: []\n");
    Files.writeString(folder.resolve("environments.yaml"), yaml);
    StringBuilder applications = new StringBuilder("project: shop\napplications:\n");
    for (String application : applications(yaml)) {
      applications.append("- {name: %s, runtime: debian:12}\n".formatted(application));
    }
    Files.writeString(folder.resolve("application.yaml"), applications);
    ReadResult result = ConfigurationReader.read(folder);
    assertThat(result.hasErrors()).as("%s", result.problems()).isFalse();
    Configuration configuration = result.configuration().orElseThrow();
    return configuration.environments().get(0);
  }

  private static Set<String> applications(String yaml) {
    Set<String> applications = new TreeSet<>(Set.of("catalog"));
    JsonNode services =
        Serialization.unmarshal(yaml, JsonNode.class).path("environments").path(0).path("services");
    for (JsonNode service : services) {
      if (!service.has("type") && !service.has("database_type") && !service.has("backend")) {
        applications.add(service.path("application").asText(service.path("name").asText()));
      }
      service.path("init_containers").findValuesAsText("application").forEach(applications::add);
    }
    return applications;
  }

  private static ManifestSettings settings(Path folder, JsonNode written) throws IOException {
    if (written.isMissingNode()) {
      return ManifestSettings.DEFAULT;
    }
    Path file = Files.writeString(folder.resolve("settings.yaml"), Serialization.asYaml(written));
    SettingsReader.SettingsResult result = SettingsReader.read(file);
    assertThat(result.problems()).isEmpty();
    return ManifestSettings.of(result.settings().orElseThrow());
  }

  private static Map<String, Colours> colours(JsonNode written) {
    Map<String, Colours> colours = new HashMap<>();
    written
        .properties()
        .forEach(
            entry -> {
              String[] words = entry.getValue().asText().toUpperCase(Locale.ROOT).split(" ");
              colours.put(
                  entry.getKey(), new Colours(Colour.valueOf(words[0]), Colour.valueOf(words[1])));
            });
    return colours;
  }

  private static Map<String, ReleasedImage> images(Environment environment) {
    Map<String, ReleasedImage> images = new HashMap<>();
    for (Service service : environment.services()) {
      if (service.routing().backend().isEmpty() || !service.application().equals(service.name())) {
        images.put(service.name(), image(service.application()));
      }
      service
          .initContainers()
          .forEach(
              init ->
                  images.put(
                      Desired.initContainer(service.name(), init.name()),
                      image(init.application())));
    }
    environment.resources().stream()
        .filter(Database.class::isInstance)
        .map(Database.class::cast)
        .filter(database -> !database.service().application().equals(database.name()))
        .forEach(d -> images.put(d.name(), image(d.service().application())));
    return images;
  }

  private static ReleasedImage image(String application) {
    String digest = "sha256:" + application.substring(0, 1).replaceAll("[^a-f]", "0").repeat(64);
    return new ReleasedImage("127.0.0.1:5000/shop/%s@%s".formatted(application, digest), VERSION);
  }

  @Override
  public String toString() {
    return name;
  }
}
