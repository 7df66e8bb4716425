package io.jenkins.plugins.drover;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.drover.engine.release.ReleaseJson;
import io.drover.engine.release.ReleaseRecord;
import io.drover.engine.release.TestJson;
import io.jenkins.plugins.drover.configuration.ClusterSettings;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;

/**
 * An API server that lists what it was given and never tells of a change: a real cluster is not
 * there in these tests. What is read of a real one is tested in the engine.
 */
public final class ClusterStandIn implements AutoCloseable {
  private static final String CREDENTIALS = "cluster-kubeconfig";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);

  /** What is listed, by resource and name. */
  private final Map<String, Map<String, String>> objects = new ConcurrentHashMap<>();

  private final Map<String, String> logs = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();

  public ClusterStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Makes it the cluster of environments that name none. */
  public void configure() throws IOException {
    String kubeconfig =
        """
        apiVersion: v1
        kind: Config
        current-context: it
        clusters: [{name: it, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: it, user: {token: t}}]
        contexts: [{name: it, context: {cluster: it, user: it}}]
        """
            .formatted(server.getAddress().getPort());
    SystemCredentialsProvider.getInstance()
        .getCredentials()
        .add(
            new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                CREDENTIALS,
                "",
                "config",
                SecretBytes.fromBytes(kubeconfig.getBytes(StandardCharsets.UTF_8))));
    SystemCredentialsProvider.getInstance().save();
    ClusterSettings cluster = new ClusterSettings("");
    cluster.setCredentialsId(CREDENTIALS);
    DroverConfiguration.get().setClusters(List.of(cluster));
  }

  /** A Deployment of two replicas of which some are ready, and a pod with a log. */
  public void run(String service, String version, int ready, String log) {
    deployment(service, service, version, ready, "");
    put(
        "pods",
        service + "-1",
        """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "%1$s-1", "uid": "p", "labels": %2$s,
           "creationTimestamp": "2026-11-20T11:59:00Z"},
         "spec": {"containers": [{"name": "%1$s"}]},
         "status": {"phase": "Running", "startTime": "2026-11-20T11:59:01Z"}}"""
            .formatted(service, labels(service, version, "")));
    logs.put(service + "-1", log);
  }

  /** A blue/green service whose requests go to blue, with both colours ready. */
  public void runColours(String service, String blue, String green) {
    deployment(service + "-blue", service, blue, 2, "blue");
    deployment(service + "-green", service, green, 2, "green");
    put(
        "services",
        service,
        """
        {"apiVersion": "v1", "kind": "Service",
         "metadata": {"name": "%s", "uid": "s", "labels": %s},
         "spec": {"selector": {"drover.io/colour": "blue"}}}"""
            .formatted(service, labels(service, blue, "")));
  }

  private void deployment(String name, String service, String version, int ready, String colour) {
    String template =
        """
        {"metadata": {"labels": %1$s},
         "spec": {"containers": [{"name": "%2$s", "image": "registry.example.com/%2$s:%3$s"}]}}"""
            .formatted(labels(service, version, colour), service, version);
    put(
        "deployments",
        name,
        """
        {"apiVersion": "apps/v1", "kind": "Deployment",
         "metadata": {"name": "%1$s", "uid": "d-%1$s", "generation": 1, "labels": %2$s},
         "spec": {"replicas": 2, "template": %3$s},
         "status": {"observedGeneration": 1, "replicas": 2, "updatedReplicas": 2,
           "readyReplicas": %4$d, "availableReplicas": %4$d,
           "conditions": [{"type": "Progressing", "status": "True",
             "reason": "NewReplicaSetAvailable", "lastUpdateTime": "2026-11-20T12:00:00Z"}]}}"""
            .formatted(name, labels(service, version, colour), template, ready));
  }

  private static String labels(String service, String version, String colour) {
    return """
        {"app.kubernetes.io/part-of": "shop", "app.kubernetes.io/managed-by": "drover",
         "drover.io/environment": "dev", "app.kubernetes.io/instance": "%s",
         "app.kubernetes.io/version": "%s"%s}"""
        .formatted(
            service,
            version,
            colour.isEmpty() ? "" : ", \"drover.io/colour\": \"%s\"".formatted(colour));
  }

  private void put(String resource, String name, String json) {
    objects.computeIfAbsent(resource, r -> new ConcurrentSkipListMap<>()).put(name, json);
  }

  /** What Drover has recorded of an environment. */
  public void record(String project, String environment, ReleaseRecord record) {
    ObjectNode releases = ReleaseJson.releases(record);
    releases.put("project", project).put("environment", environment);
    ObjectNode tests = releases.objectNode();
    tests.set("tests", TestJson.tests(record.tests()));
    ObjectNode history = releases.objectNode();
    record.history().forEach(entry -> history.withArray("history").add(ReleaseJson.entry(entry)));
    ObjectNode map = releases.objectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
    map.putObject("metadata").put("name", "drover").put("uid", "m");
    map.putObject("data")
        .put("release.json", ReleaseJson.print(releases))
        .put("tests.json", ReleaseJson.print(tests))
        .put("history.json", ReleaseJson.print(history));
    put("configmaps", "drover", map.toString());
  }

  /** How many requests came so far. */
  public int asked() {
    return asked.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    String path = exchange.getRequestURI().getPath();
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String name = path.substring(path.lastIndexOf('/') + 1);
    try (exchange) {
      if (query.contains("watch=true")) {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        end.await();
      } else if (path.equals("/version")) {
        send(exchange, "{\"major\": \"1\", \"minor\": \"31\"}");
      } else if (name.equals("log")) {
        send(exchange, logs.getOrDefault(path.split("/")[6], ""));
      } else {
        send(
            exchange,
            "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"metadata\": {\"resourceVersion\": \"1\"}, \"items\": [%s]}"
                .formatted(String.join(", ", objects.getOrDefault(name, Map.of()).values())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
