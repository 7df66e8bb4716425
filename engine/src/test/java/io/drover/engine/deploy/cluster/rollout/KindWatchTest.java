package io.drover.engine.deploy.cluster.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server of its own, since a real one cannot be made to forget a version when asked. */
@Timeout(30)
class KindWatchTest {
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final String GONE =
      "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\","
          + "\"message\":\"too old resource version\",\"reason\":\"Expired\",\"code\":410}}";

  private final Queue<String> lists = new ConcurrentLinkedQueue<>();
  private final Map<Integer, String> watches = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile boolean refuses;
  private HttpServer server;
  private KubernetesClient client;
  private KindWatch<ConfigMap> watch;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(
            r -> {
              Thread thread = new Thread(r);
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::answer);
    server.start();
    var config =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withWatchReconnectLimit(0)
            .withRequestRetryBackoffLimit(0)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
    watch =
        new KindWatch<>(
            "ConfigMap", "shop", client.configMaps().inNamespace("shop"), o -> {}, () -> {});
  }

  @AfterEach
  void stop() {
    watch.close();
    client.close();
    server.stop(0);
  }

  @Test
  void aVersionThatTheServerForgotIsListedAnew() {
    lists.add(list(1, "a", "b"));
    watches.put(1, GONE);
    lists.add(list(9, "b", "c"));
    watch.start();
    await(() -> names().equals(List.of("b", "c")));
    await(() -> asked.contains("watch 9"));
    assertThat(asked).containsSubsequence("list", "watch 1", "list", "watch 9");
    assertThat(watch.trouble()).isEmpty();
  }

  @Test
  void aWatchThatEndsGoesOnWhereItWas() {
    lists.add(list(1, "a"));
    watches.put(1, event("ADDED", 5, "b"));
    watches.put(5, event("DELETED", 6, "a"));
    watch.start();
    await(() -> asked.contains("watch 6"));
    assertThat(names()).containsExactly("b");
    assertThat(asked)
        .containsOnlyOnce("list")
        .containsSubsequence("list", "watch 1", "watch 5", "watch 6");
  }

  @Test
  void aServerThatFailsIsAskedAgainAndThatIsKnown() {
    watch.start();
    await(() -> watch.trouble().isPresent());
    assertThat(watch.isListed()).isFalse();
    lists.add(list(1, "a"));
    await(() -> names().equals(List.of("a")) && watch.trouble().isEmpty());
    assertThat(watch.isListed()).isTrue();
  }

  @Test
  void aWatchThatEndsAtOnceIsNoSignOfLife() {
    lists.add(list(1, "a"));
    watches.put(1, "");
    watch.start();
    await(() -> watch.trouble().isPresent());
    Instant heard = watch.heard();
    assertThat(asked).containsSubsequence("list", "watch 1", "list");
    await(() -> asked.size() > 5);
    assertThat(watch.heard()).isEqualTo(heard);
    assertThat(watch.trouble()).isPresent();
    assertThat(names()).containsExactly("a");
    lists.add(list(2, "a"));
    await(() -> watch.trouble().isEmpty());
    assertThat(watch.heard()).isAfter(heard);
  }

  @Test
  void whoWatchesForLongAsksEverLessOftenAndAfterARefusalToo() {
    watch.close();
    watch =
        new KindWatch<>(
            "ConfigMap",
            "shop",
            client.configMaps().inNamespace("shop"),
            new KindWatch.Patience(Duration.ofSeconds(2), true),
            o -> {},
            () -> {});
    refuses = true;
    Instant begin = Instant.now();
    watch.start();
    await(() -> asked.size() == 4);
    // Half a second, one and two.
    assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofMillis(3400));
    assertThat(watch.refusal()).isEmpty();
    assertThat(watch.trouble()).isPresent();
    assertThat(watch.heard()).isEqualTo(Instant.MIN);
    refuses = false;
    lists.add(list(1, "a"));
    await(() -> names().equals(List.of("a")) && watch.trouble().isEmpty());
    assertThat(watch.heard()).isAfter(begin);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"))) {
      send(exchange, 200, "");
      return;
    }
    if (!query.contains("watch=true")) {
      asked.add("list");
      if (refuses) {
        send(exchange, 403, "{}");
        return;
      }
      String list = lists.poll();
      send(exchange, list == null ? 503 : 200, list == null ? "{}" : list);
      return;
    }
    int version = Integer.parseInt(query.replaceAll(".*resourceVersion=(\\d+).*", "$1"));
    asked.add("watch " + version);
    String events = watches.get(version);
    exchange.sendResponseHeaders(200, 0);
    if (events == null) {
      // Nothing changes: the watch stays open.
      exchange.getResponseBody().flush();
      return;
    }
    try (OutputStream stream = exchange.getResponseBody()) {
      stream.write((events + "\n").getBytes(StandardCharsets.UTF_8));
      stream.flush();
      // A client may drop what comes in one go with the end, and is told again next time.
      LockSupport.parkNanos(200_000_000);
    }
  }

  private static void send(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream stream = exchange.getResponseBody()) {
      stream.write(bytes);
    }
  }

  private static String list(int version, String... names) {
    return "{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"%d\"},\"items\":[%s]}"
        .formatted(
            version,
            String.join(",", List.of(names).stream().map(n -> object(version, n)).toList()));
  }

  private static String event(String type, int version, String name) {
    return "{\"type\":\"%s\",\"object\":%s}".formatted(type, object(version, name));
  }

  private static String object(int version, String name) {
    return "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"%s\",\"uid\":\"%s\",\"resourceVersion\":\"%d\"}}"
        .formatted(name, name, version);
  }

  private List<String> names() {
    return watch.objects().stream().map(o -> o.getMetadata().getName()).sorted().toList();
  }

  private void await(BooleanSupplier condition) {
    long end = System.nanoTime() + WAIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("asked %s, trouble %s", asked, watch.trouble())
          .isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
