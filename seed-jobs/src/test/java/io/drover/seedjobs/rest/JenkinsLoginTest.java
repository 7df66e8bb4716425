package io.drover.seedjobs.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JenkinsLoginTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "login", ""), text);
  }

  private static Optional<JenkinsLogin> find(Map<String, String> environment) {
    return JenkinsLogin.find(environment, Optional.empty(), "ci.example.com");
  }

  @Test
  void comesFromTheEnvironmentOrFilesNamedThere() throws IOException {
    assertThat(find(Map.of("JENKINS_USER_ID", "alice", "JENKINS_API_TOKEN", "t0ken")))
        .hasValue(new JenkinsLogin("alice", "t0ken", "JENKINS_USER_ID"));
    String user = file("alice\n").toString();
    String token = file("t0ken\n").toString();
    assertThat(find(Map.of("JENKINS_USER_ID_FILE", user, "JENKINS_API_TOKEN_FILE", token)))
        .hasValue(new JenkinsLogin("alice", "t0ken", "JENKINS_USER_ID"));
    assertThat(find(Map.of())).isEmpty();
  }

  @Test
  void comesFromANetrcFile() throws IOException {
    Path netrc =
        file(
            "machine git.example.com login bob password no\nmachine ci.example.com\n login alice\n password t0ken\n");
    assertThat(JenkinsLogin.find(Map.of(), Optional.of(netrc), "ci.example.com"))
        .map(JenkinsLogin::token)
        .hasValue("t0ken");
    assertThatThrownBy(() -> JenkinsLogin.find(Map.of(), Optional.of(netrc), "x.example.com"))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage(netrc + " has no login and password for x.example.com");
  }

  @Test
  void halfALoginIsAnError() {
    assertThatThrownBy(() -> find(Map.of("JENKINS_USER_ID", "alice")))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("JENKINS_API_TOKEN is missing");
  }

  @Test
  void isShownWithoutItsToken() {
    assertThat(new JenkinsLogin("alice", "t0ken", "x")).asString().doesNotContain("t0ken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://alice:t0ken@ci.example.com",
        "ci.example.com",
        "ftp://ci",
        "http:// t0ken"
      })
  void anAddressThatIsNoneIsNotRepeated(String text) {
    assertThatThrownBy(() -> JenkinsAddress.parse(text))
        .isInstanceOf(WorkFailedException.class)
        .message()
        .doesNotContain("t0ken");
  }
}
