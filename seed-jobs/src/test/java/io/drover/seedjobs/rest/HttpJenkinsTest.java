package io.drover.seedjobs.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import io.drover.seedjobs.rest.FakeJenkins.Fault;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said when Jenkins does not do what it is asked for. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HttpJenkinsTest {
  private static final Patience SHORT = new Patience(Duration.ofSeconds(2), Duration.ofSeconds(1));
  private static final ItemPath SHOP = ItemPath.folder("shop");

  private FakeJenkins jenkins;

  @BeforeEach
  void start() throws IOException {
    jenkins = new FakeJenkins();
  }

  @AfterEach
  void stop() {
    jenkins.close();
  }

  private HttpJenkins connect() throws InterruptedException {
    return HttpJenkins.connect(jenkins.address(), Optional.of(FakeJenkins.LOGIN), SHORT);
  }

  private void assertSays(ThrowingCallable work, String... texts) {
    assertThatThrownBy(work)
        .isInstanceOf(WorkFailedException.class)
        .message()
        .contains(texts)
        .doesNotContain("t0ken", "wrong-token", "Basic ");
  }

  private static Fault always(int status, String header, String value, String body) {
    return (exchange, call, number) -> {
      if (!header.isEmpty()) {
        exchange.getResponseHeaders().set(header, value);
      }
      FakeJenkins.send(exchange, status, body);
      return true;
    };
  }

  @Test
  void withoutALoginItSaysHowOneIsGiven() {
    assertSays(
        () -> HttpJenkins.connect(jenkins.address(), Optional.empty(), SHORT),
        "does not let everybody do this",
        "JENKINS_USER_ID",
        "JENKINS_API_TOKEN_FILE",
        "--netrc");
  }

  @Test
  void aWrongTokenIsNamedByItsUserAlone() {
    JenkinsLogin wrong = new JenkinsLogin("alice", "wrong-token", "JENKINS_USER_ID");
    assertSays(
        () -> HttpJenkins.connect(jenkins.address(), Optional.of(wrong), SHORT),
        "does not know us",
        "alice (JENKINS_USER_ID)",
        "API token");
  }

  @Test
  void aWebPageIsNoJenkins() {
    jenkins.fault(
        (exchange, call, number) -> {
          exchange.getResponseHeaders().remove("X-Jenkins");
          FakeJenkins.send(exchange, 200, "<html><title>Single Sign-On</title></html>");
          return true;
        });
    assertSays(
        this::connect, "a web page in place of Jenkins' API (Single Sign-On)", "with its path");
  }

  @Test
  void aRedirectToALoginIsSaidToBeOne() {
    jenkins.fault(always(302, "Location", "https://id.example.com/oauth/login?state=1", ""));
    assertSays(this::connect, "sends us to https://id.example.com/oauth/login to log in");
  }

  @Test
  void aRedirectToAnotherAddressNamesIt() {
    jenkins.fault(always(301, "Location", "https://ci.example.com/", ""));
    assertSays(this::connect, "sends us on to https://ci.example.com/: give that address");
  }

  @Test
  void aPathWithoutJenkinsIsNotFound() {
    jenkins.fault(always(404, "", "", "<html><title>Not Found</title></html>"));
    assertSays(this::connect, "it is not there, or alice may not see it");
  }

  @Test
  void aMissingPermissionIsNamed() throws InterruptedException {
    HttpJenkins api = connect();
    jenkins.fault(
        (exchange, call, number) -> {
          boolean creation = call.contains("createItem");
          if (creation) {
            exchange.getResponseHeaders().set("X-Required-Permission", "hudson.model.Item.Create");
            FakeJenkins.send(exchange, 403, "<html>no</html>");
          }
          return creation;
        });
    assertThatThrownBy(() -> api.create(SHOP, "<a/>"))
        .isInstanceOf(RefusedException.class)
        .hasMessage("could not make shop: alice may not (hudson.model.Item.Create)");
  }

  @Test
  void aProxyThatLosesCookiesIsSuspected() throws InterruptedException {
    HttpJenkins api = connect();
    jenkins.fault(
        (exchange, call, number) -> {
          jenkins.restart();
          return false;
        });
    assertSays(() -> api.create(SHOP, "<a/>"), "does not take its own crumb", "cookies");
  }

  @Test
  void aJenkinsThatIsNotReadyIsWaitedForAndThenGivenUp() {
    jenkins.fault(always(503, "", "", "<html><title>Starting Jenkins</title></html>"));
    assertSays(this::connect, "is not ready", "503 (Starting Jenkins)");
    assertThat(jenkins.calls()).hasSizeGreaterThan(1);
  }

  @Test
  void nothingAtTheAddressIsSaid() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    JenkinsAddress address = JenkinsAddress.parse("http://127.0.0.1:" + free);
    assertSays(
        () -> HttpJenkins.connect(address, Optional.empty(), SHORT), "nothing answers there");
  }

  @Test
  void whatIsGoneAlreadyIsDeleted() throws InterruptedException {
    connect().delete(ItemPath.job(SHOP, "build-a"));
  }

  @Test
  void aJobOfSomebodyElseIsNotOverwrittenWhenAnAnswerIsLost() throws InterruptedException {
    HttpJenkins api = connect();
    String foreign = "<flow-definition><description>mine</description></flow-definition>";
    api.create(SHOP, "<folder/>");
    jenkins.put("shop", "build-a", foreign);
    jenkins.fault(
        (exchange, call, number) -> {
          boolean first = call.contains("createItem") && number == 2;
          if (first) {
            FakeJenkins.send(exchange, 503, "");
          }
          return first;
        });
    assertThatThrownBy(() -> api.create(ItemPath.job(SHOP, "build-a"), "<a/>"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("already exists");
    assertThat(jenkins.folder("shop").jobs).containsEntry("build-a", foreign);
  }
}
