package io.drover.engine.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.drover.config.model.Source;
import io.drover.engine.WorkFailedException;
import io.drover.engine.process.Command;
import io.drover.engine.secret.Masking;
import io.drover.engine.secret.SecretFiles;
import io.drover.testing.GitHttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins over http, with git's own server. */
class CredentialsTest {
  @TempDir Path temp;
  private String commit;
  private TestSecrets secrets;
  private final Map<String, String> given = new TreeMap<>();

  @BeforeEach
  void makeRepository() throws Exception {
    commit = GitCommand.init(temp.resolve("repos/shop.git")).write("a", "a").commit(1);
    secrets = new TestSecrets(temp.resolve("secrets"));
  }

  private static String basic(String login) {
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  private SecretFiles files() {
    return new SecretFiles(secrets.folder(), new Masking(), given);
  }

  private Revision resolve(String url) throws InterruptedException {
    return Sources.open(temp, temp.resolve("mirrors"), Duration.ofSeconds(5), files())
        .resolve(new Source(Optional.of(url), Optional.empty(), Optional.of("deploy"), ""));
  }

  private String failure(String url) {
    Throwable thrown = catchThrowable(() -> resolve(url));
    assertThat(thrown).isInstanceOf(WorkFailedException.class);
    return thrown.getMessage();
  }

  @Test
  void aUserAndPasswordAreShownToTheHostAndKeptNowhere() throws Exception {
    try (GitHttpServer server = new GitHttpServer(temp.resolve("repos"), basic("me:s3cret-w0rd"))) {
      String url = "http://" + server.address() + "/shop.git";
      secrets.write("deploy", "username", "me\n").write("deploy", "password", "wrong-word\n");
      assertThat(failure(url)).contains("refused the user and password");
      secrets.write("deploy", "password", "s3cret-w0rd\n");
      assertThat(resolve(url).commit()).contains(commit);
      assertThat(
              Command.of("grep", "-rE", "s3cret|wrong", temp.resolve("mirrors") + "")
                  .run()
                  .output())
          .isEmpty();
    }
  }

  @Test
  void aTokenAloneIsEnough() throws Exception {
    try (GitHttpServer server = new GitHttpServer(temp.resolve("repos"), basic("git:tok3n"))) {
      String url = "http://" + server.address() + "/shop.git";
      assertThat(failure(url))
          .contains("credentials deploy have no password and no token")
          .contains("" + secrets.file("deploy", "password"));
      secrets.write("deploy", "token", "tok3n\n");
      assertThat(resolve(url).commit()).contains(commit);
    }
  }

  @Test
  void aCiSystemGivesThemByVariablesUnlessThereIsAFile() throws Exception {
    try (GitHttpServer server = new GitHttpServer(temp.resolve("repos"), basic("me:s3cret-w0rd"))) {
      String url = "http://" + server.address() + "/shop.git";
      given.put("DROVER_CREDENTIALS_DEPLOY_USERNAME", "me");
      given.put("DROVER_CREDENTIALS_DEPLOY_PASSWORD", "s3cret-w0rd");
      assertThat(resolve(url).commit()).contains(commit);

      secrets.write("deploy", "password", "wrong-word\n");
      assertThat(failure(url)).contains("refused the user and password");
    }
    assertThat(SecretFiles.variable("shop.git-key", "ssh-privatekey"))
        .isEqualTo("DROVER_CREDENTIALS_SHOP_GIT_KEY_SSH_PRIVATEKEY");
  }

  @Test
  void nothingIsSentInTheClear() {
    secrets.write("deploy", "token", "tok3n\n");
    assertThat(failure("http://git.example.com/shop.git"))
        .isEqualTo(
            "credentials deploy are not sent to http://git.example.com/shop.git, where everybody on"
                + " the way could read them; use https");
  }

  @Test
  void aHostThatTheOneRedirectsToDoesNotGetThem() throws Exception {
    secrets.write("deploy", "token", "tok3n\n");
    List<String> given = new CopyOnWriteArrayList<>();
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          given.add("" + exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    other.start();
    HttpServer first =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    first.createContext(
        "/",
        exchange -> {
          String to =
              "http://127.0.0.1:%d%s"
                  .formatted(other.getAddress().getPort(), exchange.getRequestURI());
          exchange.getResponseHeaders().add("Location", to);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    first.start();
    try {
      failure("http://127.0.0.1:%d/shop.git".formatted(first.getAddress().getPort()));
      assertThat(given).isNotEmpty().containsOnly("null");
    } finally {
      first.stop(0);
      other.stop(0);
    }
  }

  @Test
  void submodulesGetTheLoginOfTheirParentOnlyOnTheSameHost() throws Exception {
    Login login = Login.of("me", "word");
    RepositoryAddress parent =
        RepositoryAddress.parse("https://git.example.com/team/shop.git", temp).with(login);
    assertThat(parent.submodule("../lib.git"))
        .isEqualTo(
            new RepositoryAddress(new URIish("https://git.example.com/team/lib.git"), login));
    assertThat(parent.submodule("../../other/lib.git").toString())
        .isEqualTo("https://git.example.com/other/lib.git");
    assertThat(parent.submodule("./lib").toString())
        .isEqualTo("https://git.example.com/team/shop.git/lib");
    for (String elsewhere :
        List.of(
            "https://example.com/lib.git",
            "http://git.example.com/lib.git",
            "https://git.example.com:8443/lib.git",
            "git@git.example.com:lib.git")) {
      assertThat(parent.submodule(elsewhere).login()).isEqualTo(Login.NONE);
    }
    assertThat(
            RepositoryAddress.parse("git@host:team/shop.git", temp).submodule("../lib").toString())
        .isEqualTo("git@host:team/lib");
    assertThat(RepositoryAddress.parse("git@host:shop.git", temp).submodule("../lib").toString())
        .isEqualTo("git@host:lib");
    assertThat(catchThrowable(() -> parent.submodule("/etc")))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("only repositories of this machine may do that");
  }
}
