package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import io.drover.testing.NeedsCluster;
import io.drover.testing.Relay;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ClusterTest {
  @TempDir Path folder;

  private Path kubeconfig(String name, String context, String server) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: %1$s, cluster: {server: "%2$s", insecure-skip-tls-verify: true}}]
        users: [{name: %1$s, user: {token: not-a-token}}]
        contexts: [{name: %1$s, context: {cluster: %1$s, user: %1$s}}]
        current-context: %1$s
        """
            .formatted(context, server));
  }

  private static ClusterAccess access(Path kubeconfig) {
    return new ClusterAccess(Optional.of(kubeconfig), Optional.empty());
  }

  @Test
  void withoutAnyKubeconfigItSaysWhereOneMayBe() {
    assertThatThrownBy(
            () -> Kubeconfig.load(ClusterAccess.DEFAULT, Map.of("HOME", folder.toString())))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("there is no kubeconfig")
        .hasMessageContaining("--kubeconfig");
  }

  @Test
  void anUnknownContextIsNamedWithThoseThereAre() throws IOException {
    Path file = kubeconfig("config", "prd", "https://127.0.0.1:1");
    ClusterAccess access = new ClusterAccess(Optional.of(file), Optional.of("stg"));
    assertThatThrownBy(() -> Kubeconfig.load(access, Map.of()))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("has no context stg; it has: prd");
  }

  @Test
  void aListOfFilesIsReadAsKubectlDoes() throws IOException {
    Path first = kubeconfig("first", "dev", "https://127.0.0.1:1");
    Path second = kubeconfig("second", "prd", "https://127.0.0.1:2");
    Map<String, String> environment = Map.of("KUBECONFIG", first + ":" + second + ":/none");
    Config config = Kubeconfig.load(ClusterAccess.DEFAULT, environment);
    assertThat(config.getMasterUrl()).contains(":1");
    ClusterAccess prd = new ClusterAccess(Optional.empty(), Optional.of("prd"));
    assertThat(Kubeconfig.load(prd, environment).getMasterUrl()).contains(":2");
  }

  @Test
  void aBrokenKubeconfigIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("config"), "users: [token: {");
    assertThatThrownBy(() -> Kubeconfig.load(access(file), Map.of()))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining(file + " cannot be read");
  }

  @Test
  void anApiServerThatIsNotThereIsSaidAtOnce() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path file = kubeconfig("config", "dev", "https://127.0.0.1:" + port);
    assertThatThrownBy(() -> Cluster.connect(access(file)))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("cluster dev (https://127.0.0.1:%d/)".formatted(port))
        .hasMessageContaining("it refuses connections");
  }

  @Test
  void aHostThatNobodyKnowsIsSaidAtOnce() throws IOException {
    Path file = kubeconfig("config", "dev", "https://nowhere.invalid:6443");
    assertThatThrownBy(() -> Cluster.connect(access(file)))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("its host name is not known");
  }

  @Test
  void anApiServerThatNeverAnswersIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      Path file = kubeconfig("config", "dev", "https://127.0.0.1:" + silent.getLocalPort());
      assertThatThrownBy(() -> Cluster.connect(access(file)))
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContaining("it does not answer in time");
    }
  }

  @Test
  @NeedsCluster
  void wrongCredentialsAreSaidAndNotShown() throws Exception {
    Path file = kubeconfig("config", "dev", server().toString());
    assertThatThrownBy(() -> Cluster.connect(access(file)))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("does not accept these credentials")
        .hasMessageNotContaining("not-a-token");
  }

  @Test
  @NeedsCluster
  void aCertificateThatIsNotTrustedIsSaid() throws Exception {
    Path file = kubeconfig("config", "dev", server().toString());
    Files.writeString(file, Files.readString(file).replace(", insecure-skip-tls-verify: true", ""));
    assertThatThrownBy(() -> Cluster.connect(access(file)))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("its certificate is not trusted");
  }

  @Test
  void aKubeconfigThatIsNoFileRunsNoCommandAndReadsNoFile() throws IOException {
    String contained = Files.readString(kubeconfig("config", "prd", "https://127.0.0.1:1"));
    assertThat(Kubeconfig.parse(contained, Optional.of("prd")).getMasterUrl())
        .isEqualTo("https://127.0.0.1:1/");
    assertThatThrownBy(() -> Kubeconfig.parse(contained, Optional.of("stg")))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage("kubeconfig has no context stg; it has: prd");
    for (String login :
        List.of(
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: touch, args: [%s]}"
                .formatted(folder.resolve("made")),
            "auth-provider: {name: oidc}",
            "tokenFile: /etc/hostname",
            "client-certificate: /etc/hostname",
            "client-key: /etc/hostname")) {
      assertThatThrownBy(
              () ->
                  Kubeconfig.parse(
                      contained.replace("token: not-a-token", login), Optional.empty()))
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContaining("user prd of the kubeconfig names a command or a file");
    }
    assertThat(folder.resolve("made")).doesNotExist();
    assertThatThrownBy(
            () ->
                Kubeconfig.parse(
                    contained.replace(
                        "insecure-skip-tls-verify: true", "certificate-authority: /etc/hostname"),
                    Optional.empty()))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("cluster prd of the kubeconfig names a file");
    assertThatThrownBy(() -> Kubeconfig.parse("", Optional.empty()))
        .isInstanceOf(WorkFailedException.class);
    assertThatThrownBy(() -> Kubeconfig.parse("users: [token: {", Optional.empty()))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  @NeedsCluster
  void anApiServerThatIsAwayForAWhileIsWaitedFor() throws Exception {
    URI server = server();
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    try (Relay relay = new Relay(server.getHost(), server.getPort());
        TestNamespace namespace = new TestNamespace();
        Cluster cluster = Cluster.connect(access(through(relay)), log::add)) {
      relay.stop();
      Inventory nothing =
          Inventory.list(
              namespace.cluster, namespace.name, TestNamespace.OWNERSHIP, List.<ApiKind>of());
      Applier applier =
          new Applier(
              cluster,
              namespace.name,
              TestNamespace.OWNERSHIP,
              nothing,
              ApplySettings.DEFAULT,
              () -> {});
      CompletableFuture<List<Applied>> work =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return applier.apply(Objects.all(), o -> 0);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      Thread.sleep(10_000);
      relay.start();
      assertThat(work.get(60, TimeUnit.SECONDS))
          .extracting(Applied::result)
          .containsOnly(Applied.Result.CREATED);
      assertThat(log)
          .containsExactly(
              "the API server cannot be reached: it refuses connections; trying again for up to"
                  + " 60 s",
              "the API server answers again");
    }
  }

  @Test
  @NeedsCluster
  void aLoadBalancerWithoutAnApiServerIsWaitedFor() throws Exception {
    URI server = server();
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    try (Relay relay = new Relay(server.getHost(), server.getPort());
        Cluster cluster = Cluster.connect(access(through(relay)), log::add)) {
      relay.hangUp();
      CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS).execute(relay::resume);
      assertThat(cluster.requests().find("/api/v1/namespaces/default")).isPresent();
      assertThat(log)
          .containsExactly(
              "the API server cannot be reached: it ends connections at once; trying again for up"
                  + " to 60 s",
              "the API server answers again");
    }
  }

  /** The tests' kubeconfig, with the relay in place of the API server. */
  private Path through(Relay relay) throws IOException {
    String original = Files.readString(Path.of(TestNamespace.kubeconfig()));
    String server = "https://127.0.0.1:" + relay.port();
    return Files.writeString(
        folder.resolve("relayed"), original.replaceAll("https://[^\"\\s]*", server));
  }

  private static URI server() {
    Config config = Kubeconfig.load(TestNamespace.access(), Map.of());
    return URI.create(config.getMasterUrl());
  }
}
