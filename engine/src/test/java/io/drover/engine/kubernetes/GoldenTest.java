package io.drover.engine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.WorkFailedException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Renders every case of {@code golden} and compares. A new case is two files; {@code
 * UPDATE_GOLDEN=true mvn test} writes what is found, to be read and committed.
 */
class GoldenTest {
  private static final Pattern LABEL =
      Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

  @TempDir private Path folder;

  static List<GoldenCase> cases() {
    return GoldenCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rendersWhatIsExpected(GoldenCase golden) throws IOException {
    try {
      EnvironmentManifests manifests = golden.render(folder);
      assertGolden(manifests.toYaml(), golden.expected(false));
      assertThat(golden.render(folder).toYaml()).isEqualTo(manifests.toYaml());
      manifests.objects().forEach(object -> hasValidNames(object));
    } catch (WorkFailedException e) {
      assertGolden(e.getMessage() + "\n", golden.expected(true));
    }
  }

  @Test
  void theKindsAreKnownWithoutImagesAndFiles() throws IOException {
    for (GoldenCase golden : GoldenCase.all()) {
      if (Files.exists(golden.expected(false))) {
        Set<String> kinds = new TreeSet<>();
        golden
            .render(folder)
            .objects()
            .forEach(o -> kinds.add(o.getApiVersion() + "/" + o.getKind()));
        assertThat(golden.kinds(folder)).as(golden.name()).containsAll(kinds);
      }
    }
  }

  /** What a run without a cluster deploys: nothing else may stand in its way. */
  @Test
  void theServicesAloneNeedNeitherFilesNorKinds() throws IOException {
    for (GoldenCase golden : GoldenCase.all()) {
      if (!golden.name().equals("no-image")) {
        EnvironmentManifests services = Manifests.of(golden.desired(folder));
        assertThat(services.resources()).isEmpty();
        services
            .services()
            .forEach(s -> assertThat(s.deployment().getMetadata().getName()).isEqualTo(s.name()));
      }
    }
  }

  /** Kinds that are not Kubernetes' own are typed (HTTPRoute), or have the golden file alone. */
  @Test
  void everyObjectFitsThePublishedSchemaOfItsKind() throws IOException {
    Set<String> checked = new TreeSet<>();
    for (HasMetadata object : objects(GoldenCase.all(), folder)) {
      if (PublishedSchemas.know(object)) {
        assertThat(PublishedSchemas.check(object)).as(object.toString()).isEmpty();
        checked.add(object.getKind());
      } else {
        assertThat(object.getApiVersion())
            .as("%s", object)
            .containsPattern("[a-z]+\\.[a-z]+.*/v1$");
      }
    }
    assertThat(checked).hasSize(12);
  }

  @Test
  void aFieldThatIsNotThereIsFoundAtAnyDepth() {
    String json =
        """
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"},
         "spec": {"selector": {"matchLabels": {"a": "b"}}, "template": {"spec": {"containers":
          [{"name": "a", "lifecycle": {"preStop": {"sleep": {"second": 5}}}}]}}}}
        """;
    assertThat(PublishedSchemas.check("apps/v1/Deployment", json)).isNotEmpty();
    assertThat(PublishedSchemas.check("apps/v1/Deployment", json.replace("second", "seconds")))
        .isEmpty();
  }

  /** The objects of all cases that are no errors. */
  static List<HasMetadata> objects(List<GoldenCase> cases, Path folder) throws IOException {
    List<HasMetadata> objects = new ArrayList<>();
    for (GoldenCase golden : cases) {
      if (Files.exists(golden.expected(false))) {
        objects.addAll(golden.render(folder).objects());
      }
    }
    return objects;
  }

  private static void assertGolden(String found, Path expected) throws IOException {
    if (Boolean.parseBoolean(System.getenv("UPDATE_GOLDEN"))) {
      Files.writeString(expected, found);
    }
    assertThat(expected).exists();
    assertThat(found).isEqualTo(Files.readString(expected));
  }

  private static void hasValidNames(HasMetadata object) {
    assertThat(object.getMetadata().getName()).hasSizeLessThanOrEqualTo(63);
    assertThat(object.getMetadata().getLabels())
        .containsAllEntriesOf(new Ownership("shop", "dev").labels());
    object.getMetadata().getLabels().values().forEach(v -> assertThat(v).matches(LABEL));
  }
}
