package io.drover.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.EnvironmentVariable;
import io.drover.engine.secret.Masking;
import io.drover.engine.secret.SecretFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskLogTest {
  private static final List<EnvironmentVariable> VARIABLES =
      List.of(new EnvironmentVariable.FromSecret("TOKEN", "registry", "token"));

  @TempDir Path folder;
  private final Masking masking = new Masking();
  private final List<String> followed = new ArrayList<>();

  private Secrets secrets() {
    return new Secrets(new SecretFiles(folder.resolve("secrets"), masking));
  }

  private TaskLog log() {
    return TaskLog.open(folder.resolve("task.log"), masking, followed::add);
  }

  private void write(String value) throws IOException {
    Path file = folder.resolve("secrets/builds/registry/token");
    Files.createDirectories(file.getParent());
    Files.writeString(file, value);
  }

  @Test
  void aSecretReachesTheEnvironmentAndNeverTheLog() throws IOException {
    write("hunter2\n");
    Map<String, String> environment;
    try (TaskLog log = log()) {
      environment = secrets().environment(VARIABLES, "builds", log);
      log.accept("login with hunter2 and hunter2");
    }

    assertThat(environment).containsEntry("TOKEN", "hunter2");
    assertThat(folder.resolve("task.log")).hasContent("login with **** and ****");
    assertThat(followed).containsExactly("login with **** and ****");
  }

  @Test
  void aSecretInPiecesOfOneStreamIsNotSeenWhenAnotherStreamComesBetween() throws Exception {
    write("open-sesame-forever");
    try (TaskLog log = log()) {
      secrets().environment(VARIABLES, "builds", log);
      log.accept("... open-sesa");
      Thread other = new Thread(() -> log.accept("a warning"));
      other.start();
      other.join(10_000);
      log.accept("me-forever ...");
    }

    assertThat(followed).containsExactly("a warning", "... ****", "**** ...");
  }

  @Test
  void whatAProgramSaidLastComesBeforeWhatIsSaidOfIt() throws Exception {
    write("open-sesame-forever");
    try (TaskLog log = log()) {
      secrets().environment(VARIABLES, "builds", log);
      Thread program = new Thread(() -> log.accept("please open"));
      program.start();
      program.join(10_000);
      log.accept("line 1 failed");
    }

    assertThat(followed).containsExactly("please open", "line 1 failed");
  }

  @Test
  void aSecretThatIsTooShortToBeMaskedIsToldOf() throws IOException {
    write("abc");
    try (TaskLog log = log()) {
      secrets().environment(VARIABLES, "builds", log);
    }

    assertThat(followed)
        .containsExactly(
            "warning: the secret registry/token has less than 4 characters and is not masked");
  }

  @Test
  void aMissingSecretNamesTheFileThatShouldHoldIt() {
    try (TaskLog log = log()) {
      assertThatThrownBy(() -> secrets().environment(VARIABLES, "dev", log))
          .hasMessageContaining("TOKEN needs the secret registry/token")
          .hasMessageContaining(folder.resolve("secrets/dev/registry/token").toString());
    }
  }

  @Test
  void aNameThatLeadsOutOfTheSecretsIsRefused() {
    List<EnvironmentVariable> variables =
        List.of(new EnvironmentVariable.FromSecret("TOKEN", "..", "token"));
    try (TaskLog log = log()) {
      assertThatThrownBy(() -> secrets().environment(variables, "dev", log))
          .hasMessage("../token is not the name of a secret");
    }
  }
}
