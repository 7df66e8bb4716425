package io.drover.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.Configuration;
import io.drover.config.reader.ConfigurationReader;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskNeedsTest {
  @TempDir Path folder;
  private Configuration configuration;

  @BeforeEach
  void writeTheFiles() throws Exception {
    Files.writeString(
        folder.resolve("build.yaml"),
        """
        project: shop
        components:
          - {name: lib, repository: {git: "https://git.example.com/lib.git", credentials: lib-git}, build: [{shell: make}]}
          - {name: open, repository: {git: "https://git.example.com/open.git"}, build: [{shell: make}]}
          - name: web
            repository: {git: "git@git.example.com:web.git", credentials: web-git}
            after: lib
            build: [{shell: make}]
        """);
    Files.writeString(
        folder.resolve("application.yaml"),
        """
        project: shop
        applications:
          - name: web
            runtime: "debian:12"
            dependencies: [{name: web, type: debian-package, origin: {build: web}}]
          - {name: plain, runtime: "debian:12"}
        """);
    Files.writeString(
        folder.resolve("environments.yaml"),
        """
        project: shop
        environments:
          - name: dev
            services: [{name: web, port: 8080, deployment: {method: bluegreen}}]
            tests:
              - name: smoke
                repository: {git: "https://git.example.com/tests.git", credentials: tests-git}
                commands: [{shell: ./smoke}]
                dependencies: [{package: lib}]
          - name: bare
            services: [{name: plain}]
            tests: [{name: smoke, repository: {path: tests}, commands: [{shell: ./smoke}]}]
        """);
    var read = ConfigurationReader.read(folder);
    configuration = read.configuration().orElseThrow(() -> new AssertionError(read.problems()));
  }

  private Task task(String id) {
    return Plan.ofTask(configuration, id).tasks().get(0);
  }

  private TaskNeeds toDo(String id) {
    return TaskNeeds.toDo(task(id), configuration);
  }

  private TaskNeeds agent(String id) {
    return TaskNeeds.toMakeTheAgent(task(id), configuration);
  }

  private static List<String> ids(TaskNeeds needs) {
    return needs.repositories().stream().map(s -> s.credentials().orElseThrow()).toList();
  }

  @Test
  void eachTaskGetsTheRepositoriesThatItReads() {
    assertThat(ids(toDo("build:lib"))).containsExactly("lib-git");
    assertThat(ids(toDo("build:open"))).isEmpty();
    assertThat(ids(toDo("build:web"))).containsExactly("lib-git", "web-git");
    assertThat(ids(toDo("image:web"))).containsExactly("web-git");
    assertThat(ids(toDo("image:plain"))).isEmpty();
    assertThat(ids(toDo("deploy:dev"))).containsExactly("web-git");
    assertThat(ids(toDo("deploy:bare"))).isEmpty();
    assertThat(ids(toDo("test:dev/smoke"))).containsExactly("tests-git");
    assertThat(ids(toDo("test:bare/smoke"))).isEmpty();
    assertThat(ids(toDo("promote:dev"))).isEmpty();
    assertThat(ids(toDo("switch:dev"))).isEmpty();
    assertThat(ids(toDo("rollback:dev"))).isEmpty();
  }

  @Test
  void theAgentIsMadeOfPackagesWhoseVersionsStandInTheirRepositories() {
    assertThat(ids(agent("build:web"))).containsExactly("lib-git");
    assertThat(ids(agent("build:lib"))).isEmpty();
    assertThat(ids(agent("test:dev/smoke"))).containsExactly("lib-git", "web-git");
    assertThat(ids(agent("test:bare/smoke"))).isEmpty();
    assertThatThrownBy(() -> agent("deploy:dev")).hasMessage("deploy:dev has no lines");
  }

  @Test
  void storesAreOpenedToWhoUsesThem() {
    assertThat(stores(toDo("build:web"))).isEqualTo("packages");
    assertThat(stores(agent("build:web"))).isEqualTo("registry packages");
    assertThat(stores(agent("build:lib"))).isEqualTo("registry packages");
    assertThat(stores(agent("test:bare/smoke"))).isEqualTo("registry packages");
    assertThat(stores(toDo("image:web"))).isEqualTo("registry packages");
    assertThat(stores(toDo("deploy:dev"))).isEqualTo("registry packages");
    assertThat(stores(toDo("test:dev/smoke"))).isEmpty();
    assertThat(stores(toDo("promote:dev"))).isEmpty();
    assertThat(stores(toDo("switch:dev"))).isEmpty();
    assertThat(stores(toDo("rollback:dev"))).isEqualTo("registry");
  }

  private static String stores(TaskNeeds needs) {
    return ((needs.registry() ? "registry " : "") + (needs.packages() ? "packages" : "")).strip();
  }
}
