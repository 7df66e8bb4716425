package io.drover.engine.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.drover.config.model.Source;
import io.drover.engine.WorkFailedException;
import io.drover.engine.process.Command;
import io.drover.engine.secret.Masking;
import io.drover.engine.secret.SecretFiles;
import io.drover.testing.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches over ssh from a real sshd. */
@Tag("real")
class SshSourceTest {
  @TempDir Path temp;
  private SshServer server;
  private GitCommand git;
  private String commit;
  private TestSecrets secrets;

  @BeforeEach
  void makeRepository() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(SshServer.PROGRAM), "no " + SshServer.PROGRAM);
    server = new SshServer(temp.resolve("sshd"));
    git = GitCommand.init(temp.resolve("repos/shop.git")).write("a.txt", "a\n");
    commit = git.commit(1);
    secrets = new TestSecrets(temp.resolve("secrets"));
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private Sources sources() {
    return sources(secrets.files());
  }

  private Sources sources(SecretFiles files) {
    return Sources.open(temp, temp.resolve("mir rors%h"), Duration.ofSeconds(10), files);
  }

  private Source source() {
    return new Source(
        Optional.of(server.url(git.folder())), Optional.empty(), Optional.of("deploy"), "");
  }

  private String failure() {
    return failure(secrets.files());
  }

  private String failure(SecretFiles files) {
    Throwable thrown = catchThrowable(() -> sources(files).resolve(source()));
    assertThat(thrown).isInstanceOf(WorkFailedException.class);
    return thrown.getMessage();
  }

  private void writeSecret() {
    secrets.write("deploy", "ssh-privatekey", server.text("user"));
    secrets.write("deploy", "known_hosts", server.knownHosts());
  }

  private List<Path> filesOfMirrors() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("mir rors%h"))) {
      return files.filter(file -> !file.toString().endsWith(".lock")).toList();
    }
  }

  @Test
  void theGivenKeyIsUsedAndIsNoLongerThereAfterwards() throws Exception {
    writeSecret();
    Sources sources = sources();
    Revision revision = sources.resolve(source());
    assertThat(revision.commit()).contains(commit);
    sources.checkOut(source(), revision, temp.resolve("w"));
    assertThat(Trees.of(temp.resolve("w"))).isEqualTo(Map.of("a.txt", "rw-r--r-- a\n"));
    assertThat(filesOfMirrors()).hasSize(1);
    assertThat(
            Command.of("grep", "-r", "PRIVATE KEY", temp.resolve("mir rors%h") + "").run().output())
        .isEmpty();
  }

  @Test
  void aCiSystemGivesTheKeyByVariables() throws Exception {
    Map<String, String> given = new TreeMap<>();
    given.put("DROVER_CREDENTIALS_DEPLOY_SSH_PRIVATEKEY_FILE", temp.resolve("sshd/user") + "");
    SecretFiles files = new SecretFiles(temp.resolve("none"), new Masking(), given);
    assertThat(failure(files)).contains("the host key of 127.0.0.1 is not known");

    given.put("DROVER_KNOWN_HOSTS", server.knownHosts());
    files = new SecretFiles(temp.resolve("none"), new Masking(), given);
    assertThat(sources(files).resolve(source()).commit()).contains(commit);
    assertThat(files.masking().mask("x " + server.text("user").lines().toList().get(1)))
        .isEqualTo("x ****");

    given.put("DROVER_KNOWN_HOSTS", "[127.0.0.1]:1 " + server.text("host.pub"));
    files = new SecretFiles(temp.resolve("none"), new Masking(), given);
    assertThat(failure(files)).contains("or the variable DROVER_KNOWN_HOSTS");
  }

  @Test
  void aKeyThatAnEditorTouchedIsStillOne() throws Exception {
    secrets.write(
        "deploy", "ssh-privatekey", server.text("user").stripTrailing().replace("\n", "\r\n"));
    secrets.write("deploy", "known_hosts", server.knownHosts().strip());
    assertThat(sources().resolve(source()).commit()).contains(commit);
  }

  @Test
  void aHostThatIsNotKnownIsNotSpokenTo() {
    writeSecret();
    secrets.write("deploy", "known_hosts", "");
    assertThat(failure())
        .contains(
            "the host key of 127.0.0.1 is not known",
            "ssh-keyscan -p %d 127.0.0.1".formatted(server.port()),
            "add it to " + secrets.file("deploy", "known_hosts"));
  }

  @Test
  void aHostWhoseKeyChangedIsNotSpokenTo() throws Exception {
    writeSecret();
    assertThat(sources().resolve(source()).commit()).contains(commit);
    server.changeHostKey();
    assertThat(failure())
        .contains("127.0.0.1 shows another host key than the one in")
        .contains("" + secrets.file("deploy", "known_hosts"));
    assertThat(filesOfMirrors()).hasSize(1);
  }

  @Test
  void aKeyThatTheHostDoesNotKnowIsNamed() throws Exception {
    writeSecret();
    secrets.write("deploy", "ssh-privatekey", Files.readString(server.keyPair("other")));
    assertThat(failure())
        .endsWith("127.0.0.1 refused the key " + secrets.file("deploy", "ssh-privatekey"));
  }

  @Test
  void aKeyThatCannotBeUsedIsToldOfBeforeAnythingIsAsked() throws Exception {
    assertThat(failure())
        .contains("credentials deploy have no key for")
        .contains("" + secrets.file("deploy", "ssh-privatekey"));
    secrets.write("deploy", "ssh-privatekey", server.text("user.pub"));
    assertThat(failure()).contains("holds no private key");
    secrets.write(
        "deploy", "ssh-privatekey", Files.readString(server.keyPair("closed", "pass-word")));
    assertThat(failure()).contains("has a passphrase");
    Command.of("ssh-keygen", "-q", "-p", "-m", "PEM", "-P", "", "-N", "pass-word", "-f", rsa())
        .check("close a key");
    secrets.write("deploy", "ssh-privatekey", server.text("rsa"));
    assertThat(failure()).contains("has a passphrase");
  }

  private String rsa() throws InterruptedException {
    String file = temp.resolve("sshd/rsa").toString();
    Command.of("ssh-keygen", "-q", "-m", "PEM", "-t", "rsa", "-b", "2048", "-N", "", "-f", file)
        .check("make a key");
    return file;
  }
}
