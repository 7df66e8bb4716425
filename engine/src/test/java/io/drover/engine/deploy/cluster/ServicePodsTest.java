package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.reader.ConfigurationReader;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.ServicePods.Limits;
import io.drover.engine.deploy.cluster.ServicePods.PodLog;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of its own, since a real one answers in time. */
@Timeout(60)
class ServicePodsTest {
  private static final Limits LIMITS = new Limits(2, 500, 1024, Duration.ofSeconds(20));

  @TempDir private Path folder;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Map<String, String> logs = new ConcurrentHashMap<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private String pods = "";
  private HttpServer server;
  private KubernetesClient client;
  private Environment environment;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withAutoConfigure(false)
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .build())
            .build();
    Files.writeString(folder.resolve("build.yaml"), "project: shop\n");
    Files.writeString(
        folder.resolve("application.yaml"),
        "project: shop\napplications: [{name: web, runtime: \"debian:12\"}]\n");
    Files.writeString(
        folder.resolve("environments.yaml"),
        "project: shop\nenvironments: [{name: dev, namespace: ns, services: [{name: web}]}]\n");
    Configuration read = ConfigurationReader.read(folder).configuration().orElseThrow();
    environment = read.environment("dev").orElseThrow();
  }

  @AfterEach
  void stop() {
    end.countDown();
    client.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path + "?" + exchange.getRequestURI().getQuery());
    String text = "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[" + pods + "]}";
    int status = pods.isEmpty() ? 403 : 200;
    if (path.endsWith("/log")) {
      text = logs.getOrDefault(path.split("/")[6], "");
      status = text.isEmpty() ? 404 : 200;
    }
    if (text.equals("late")) {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static String pod(String name, int second) {
    return """
        {"metadata": {"name": "%s", "creationTimestamp": "2026-11-20T12:00:0%2$dZ"},
         "spec": {"containers": [{"name": "proxy"}, {"name": "web"}]},
         "status": {"phase": "Running", "startTime": "2026-11-20T12:00:0%2$dZ"}}"""
        .formatted(name, second);
  }

  private List<PodLog> read(Limits limits) throws InterruptedException {
    return new ServicePods(client, "shop", environment, limits).of("web");
  }

  @Test
  void theNewestPodsAreReadAndTheOthersNamed() throws InterruptedException {
    pods = pod("old", 1) + "," + pod("new", 3) + "," + pod("mid", 2);
    logs.put("new", "2026-11-20T12:00:04Z ready\n");

    List<PodLog> read = read(LIMITS);

    assertThat(read).extracting(PodLog::name).containsExactly("new", "mid", "old");
    assertThat(read.get(0).log()).isEqualTo("2026-11-20T12:00:04Z ready\n");
    assertThat(read.get(0).phase()).isEqualTo("Running");
    assertThat(read.get(0).start()).contains("2026-11-20T12:00:03Z");
    assertThat(read.get(0).trouble()).isEmpty();
    assertThat(read.get(1).trouble()).isPresent();
    assertThat(read.get(2).trouble()).contains("only the logs of the 2 newest pods are read");
    assertThat(asked)
        .anyMatch(
            query ->
                query.startsWith("/api/v1/namespaces/ns/pods?")
                    && query.contains("app.kubernetes.io/instance=web")
                    && query.contains("drover.io/environment=dev"))
        .anyMatch(
            query ->
                query.startsWith("/api/v1/namespaces/ns/pods/new/log?")
                    && query.contains("container=web")
                    && query.contains("tailLines=500")
                    && query.contains("limitBytes=4096")
                    && query.contains("timestamps=true"))
        .noneMatch(query -> query.contains("/old/log"));
  }

  @Test
  void aLogThatIsTooLongLosesItsBeginning() throws InterruptedException {
    pods = pod("new", 1);
    logs.put("new", "first\n" + ("x".repeat(99) + "\n").repeat(20) + "last\n");

    assertThat(read(LIMITS).get(0).log())
        .startsWith("x".repeat(99) + "\n")
        .endsWith("last\n")
        .hasSizeLessThanOrEqualTo(LIMITS.bytes());
  }

  @Test
  void aLogThatDoesNotComeIsNotWaitedFor() throws InterruptedException {
    pods = pod("new", 2) + "," + pod("mid", 1);
    logs.put("new", "late");
    logs.put("mid", "here\n");

    List<PodLog> read = read(new Limits(2, 500, 1024, Duration.ofSeconds(2)));

    assertThat(read.get(0).trouble()).contains("its log did not come within 2 s");
    assertThat(read.get(1).log()).isEqualTo("here\n");
  }

  @Test
  void aClusterThatRefusesIsAnError() {
    assertThatThrownBy(() -> read(LIMITS))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageStartingWith("the pods of web: ");
  }
}
