package io.drover.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.reader.ConfigurationReader;
import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
  private static final RunSettings SETTINGS =
      new RunSettings(
          Optional.empty(),
          RunSettings.Target.PODMAN,
          Optional.of(RunSettings.AgentKind.PROCESS),
          false,
          false,
          Optional.empty(),
          Set.of(),
          1,
          Optional.empty(),
          Optional.empty(),
          RunSettings.KubernetesSettings.DEFAULT);

  @TempDir private Path folder;

  private final List<String> notices = new ArrayList<>();

  private void check(String environment) throws IOException {
    check("{name: a}", environment);
  }

  private void check(String component, String environment) throws IOException {
    Files.writeString(
        folder.resolve("build.yaml"), "project: shop\ncomponents: [%s]\n".formatted(component));
    Files.writeString(
        folder.resolve("application.yaml"),
        "project: shop\napplications: [{name: a, runtime: x, dependencies: [web]}]\n");
    Files.writeString(
        folder.resolve("environments.yaml"),
        "project: shop\nenvironments:\n- name: dev\n" + environment.indent(2));
    Preflight.check(
        ConfigurationReader.read(folder).configuration().orElseThrow(), SETTINGS, notices::add);
  }

  @Test
  void buildkitNeedsAnAddress() throws IOException {
    Files.writeString(folder.resolve("build.yaml"), "project: shop\ncomponents: []\n");
    Files.writeString(
        folder.resolve("application.yaml"),
        "project: shop\napplications: [{name: a, runtime: x, builder: buildkit}]\n");
    Files.writeString(folder.resolve("environments.yaml"), "project: shop\nenvironments: []\n");

    assertThatThrownBy(
            () ->
                Preflight.check(
                    ConfigurationReader.read(folder).configuration().orElseThrow(),
                    SETTINGS,
                    notices::add))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("application a: builder buildkit needs the address of a daemon");
  }

  @Test
  void whatServicesWorkWithoutIsNamedInOneLine() throws IOException {
    check(
        """
        gists: [{name: settings, type: configmap, path: a.yaml}]
        quota: {pods: 4}
        previews: {limit: 2}
        services:
          - {name: a, replicas: 2, hpa: {max_replicas: 3}, service_mesh: enable}
          - {name: db, type: mysql}
          - {name: reviews, database_type: mongo}
          - {name: search, type: helmChart, chart: search}
          - {name: off, application: a, ignore: true}
          - {name: front, backend: a, external_url: front.example.org}
          - {name: b, application: a, replicas: 2, disruption: {max_unavailable: 1}}
        """);
    assertThat(notices)
        .containsExactly(
            "dev: not used by drover run on this machine: gist settings, mysql db, database"
                + " reviews, chart search, hpa of a, service_mesh of a, route front, disruption of b, previews, quota");
  }

  @Test
  void whatServicesNeedIsRefused() {
    assertThatThrownBy(
            () ->
                check(
                    """
                    services:
                      - name: a
                        init_containers: [{name: migrate}]
                        liveness_probe: {handler: {http_get: {port: 80, scheme: HTTPS}}}
                    """))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("service dev/a: init_containers")
        .hasMessageContaining("service dev/a: host, scheme or http_headers of a probe");
  }

  @Test
  void aRepositoryThatIsNotToBeTrustedIsRefused() {
    assertThatThrownBy(
            () ->
                check(
                    "{name: a, dependencies: [{package: tool, repository: 'deb [trusted=yes] https://example.org/ bookworm main'}]}",
                    "services: [{name: a}]"))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("component a: dependency tool")
        .hasMessageContaining("trusted=yes");
  }

  @Test
  void dependenciesOfEveryKindAreTaken() throws IOException {
    check(
        """
        {name: a, dependencies: [
          make,
          {package: tool, repository: 'ppa:team/tools'},
          {package: other, location: 'https://example.org/y.deb', sha256: %s},
          {package: requests, type: pip-package, version: 2.31},
          {package: rake, type: gem-package},
          {package: '@team/tool', type: npm-package}]}
        """
            .formatted("0f".repeat(32))
            .replace("\n", " "),
        "services: [{name: a}]");
    assertThat(notices).isEmpty();
  }

  @Test
  void nothingIsSaidOfWhatIsUsed() throws IOException {
    check("services: [{name: a, replicas: 2}]");
    assertThat(notices).isEmpty();
  }
}
