package io.drover.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.EnvironmentVariable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskLogTest {
  @TempDir Path folder;

  @Test
  void aSecretReachesTheEnvironmentAndNeverTheLog() throws IOException {
    Path file = folder.resolve("secrets/builds/registry/token");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "hunter2\n");
    List<String> followed = new ArrayList<>();

    Map<String, String> environment;
    try (TaskLog log = TaskLog.open(folder.resolve("task.log"), followed::add)) {
      environment =
          new Secrets(folder.resolve("secrets"))
              .environment(
                  List.of(new EnvironmentVariable.FromSecret("TOKEN", "registry", "token")),
                  "builds",
                  log);
      log.accept("login with hunter2 and hunter2");
      assertThat(log.masked("failed: hunter2")).isEqualTo("failed: ****");
    }

    assertThat(environment).containsEntry("TOKEN", "hunter2");
    assertThat(folder.resolve("task.log")).hasContent("login with **** and ****");
    assertThat(followed).containsExactly("login with **** and ****");
  }

  @Test
  void aMissingSecretNamesTheFileThatShouldHoldIt() {
    try (TaskLog log = TaskLog.open(folder.resolve("task.log"), line -> {})) {
      Secrets secrets = new Secrets(folder.resolve("secrets"));

      assertThatThrownBy(
              () ->
                  secrets.environment(
                      List.of(new EnvironmentVariable.FromSecret("TOKEN", "registry", "token")),
                      "dev",
                      log))
          .hasMessageContaining("TOKEN needs the secret registry/token")
          .hasMessageContaining(folder.resolve("secrets/dev/registry/token").toString());
    }
  }
}
