package io.drover.engine.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.EnvironmentVariable;
import io.drover.config.reader.ConfigurationReader;
import io.drover.config.reader.ReadResult;
import io.drover.config.reader.SettingsReader;
import io.drover.engine.agent.AgentJob;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cases of {@code golden}: {@code NAME.yaml} is a test as environments have it and, in a second
 * document, a file of settings; {@code NAME.expected.yaml} the pod, its Secret, and its workers if
 * it has any. {@code UPDATE_GOLDEN=true mvn test} writes what is found, to be read and committed.
 */
class AgentPodTest {
  private static final Path FOLDER =
      Path.of("src/test/resources/io/drover/engine/agent/kubernetes/golden").toAbsolutePath();

  @TempDir private Path folder;

  static List<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.contains(".expected."))
          .map(name -> name.replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isAsExpected(String name) throws IOException {
    String[] documents = Files.readString(FOLDER.resolve(name + ".yaml")).split("(?m)^---$", 2);
    AgentJob job = job(documents[0]);
    AgentSettings settings = settings(documents.length > 1 ? documents[1] : "");
    AgentPod pod =
        new AgentPod(
            "test-dev-smoke-1a2b3c4d",
            "registry.example.com/shop/agents@sha256:1111",
            "registry.example.com/baseimages/debian@sha256:2222",
            "drover-0123456789abcdef",
            PodAgents.SILENCE,
            new OwnerReferenceBuilder()
                .withApiVersion("coordination.k8s.io/v1")
                .withKind("Lease")
                .withName("drover-run-99aabbcc")
                .withUid("11111111-2222-3333-4444-555555555555")
                .build(),
            AgentLabels.of("shop", "0011223344ff", "99aabbcc"));

    String found =
        Serialization.asYaml(pod.pod(job, settings)) + Serialization.asYaml(pod.secret(job));
    if (job.workers().isPresent()) {
      found += Serialization.asYaml(pod.workers(job, settings, "10.1.2.3"));
    }

    Path expected = FOLDER.resolve(name + ".expected.yaml");
    if (Boolean.parseBoolean(System.getenv("UPDATE_GOLDEN"))) {
      Files.writeString(expected, found);
    }
    assertThat(found).isEqualTo(Files.readString(expected));
  }

  private AgentJob job(String yaml) throws IOException {
    Files.writeString(folder.resolve("build.yaml"), "project: shop\ncomponents: []\n");
    Files.writeString(folder.resolve("application.yaml"), "project: shop\napplications: []\n");
    Files.writeString(
        folder.resolve("environments.yaml"),
        "project: shop\nenvironments:\n- name: dev\n  services: []\n  tests:\n  -\n"
            + yaml.indent(4));
    ReadResult result = ConfigurationReader.read(folder);
    assertThat(result.hasErrors()).as("%s", result.problems()).isFalse();
    EnvironmentTest test =
        result.configuration().orElseThrow().environments().get(0).tests().get(0);
    Map<String, String> variables = new TreeMap<>(Map.of("DROVER_PROJECT", "shop"));
    test.env().stream()
        .map(EnvironmentVariable.Literal.class::cast)
        .forEach(v -> variables.put(v.name(), v.value()));
    return new AgentJob(
        "test-dev-" + test.name(),
        test.agent(),
        folder,
        variables,
        test.commands(),
        List.of(),
        test.placement(),
        Optional.empty(),
        line -> {},
        test.locust()
            .map(l -> new AgentJob.Workers(l.workers(), List.of("python3", "-c", "work"))));
  }

  private AgentSettings settings(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("settings.yaml"), yaml.isBlank() ? "{}" : yaml);
    var result = SettingsReader.read(file);
    assertThat(result.problems()).isEmpty();
    return AgentSettings.of(result.settings().orElseThrow());
  }
}
