package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A connection to a cluster. Requests that can be repeated are, for up to a minute, while the API
 * server is away. May be used by several threads.
 */
public final class Cluster implements AutoCloseable {
  /** How many objects are written or read at once. */
  static final int PARALLEL = 16;

  /** More than {@link #PARALLEL}, so that watches beside them need not wait. */
  private static final int CONNECTIONS = 64;

  /** With fabric8's pauses of at most 3.2 seconds: about a minute. */
  private static final int RETRIES = 22;

  private static final Duration FIRST_ANSWER = Duration.ofSeconds(10);

  private final String name;
  private final KubernetesClient client;
  private final Requests requests;
  private final Discovery discovery;
  private final int minorVersion;

  private Cluster(String name, KubernetesClient client, Consumer<String> log)
      throws InterruptedException {
    this.name = name;
    this.client = client;
    this.requests = Requests.of(client, new Outage(log));
    this.discovery = new Discovery(requests);
    JsonNode version = requests.once(FIRST_ANSWER).get("/version");
    // Some providers write "29+".
    String minor = version.path("minor").asText().replaceAll("\\D.*", "");
    this.minorVersion = minor.isEmpty() ? 0 : Integer.parseInt(minor);
  }

  /** Connects without telling anybody when it has to wait for the API server. */
  public static Cluster connect(ClusterAccess access) throws InterruptedException {
    return connect(access, line -> {});
  }

  /**
   * Connects, and asks the API server for its version, so that what is wrong with the access is
   * known at once.
   *
   * @param access which cluster, and as whom
   * @param log told when a request has to wait for the API server; called from several threads
   * @throws WorkFailedException if there is no kubeconfig, no such context, or the API server is
   *     away or refuses who asks
   */
  public static Cluster connect(ClusterAccess access, Consumer<String> log)
      throws InterruptedException {
    return connect(Kubeconfig.load(access, System.getenv()), log);
  }

  /**
   * Connects as {@link #connect(ClusterAccess)} does, with a kubeconfig that is no file of this
   * machine, names none, and no command either.
   *
   * @param kubeconfig its text
   * @param context its context; empty: its current one
   */
  public static Cluster connect(String kubeconfig, Optional<String> context)
      throws InterruptedException {
    return connect(Kubeconfig.parse(kubeconfig, context), line -> {});
  }

  private static Cluster connect(Config read, Consumer<String> log) throws InterruptedException {
    Config config = tuned(read);
    String name =
        config.getCurrentContext() == null ? "in-cluster" : config.getCurrentContext().getName();
    KubernetesClient client = client(name, config);
    try {
      return new Cluster(name, client, log);
    } catch (KubernetesClientException e) {
      client.close();
      throw ClusterErrors.of("cluster %s (%s)".formatted(name, config.getMasterUrl()), e);
    } catch (InterruptedException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private static KubernetesClient client(String name, Config config) {
    Optional<Path> nobody =
        hasAuthority(config) ? Optional.of(emptyTrustStore()) : Optional.empty();
    try {
      nobody.ifPresent(
          file -> {
            config.setTrustStoreFile(file.toString());
            config.setTrustStorePassphrase("");
          });
      return new KubernetesClientBuilder().withConfig(config).build();
    } catch (RuntimeException e) {
      // Its message may quote the key that it could not read.
      throw new WorkFailedException(
          "cluster %s: the certificates of its kubeconfig cannot be read".formatted(name), e);
    } finally {
      nobody.ifPresent(Trees::delete);
    }
  }

  private static boolean hasAuthority(Config config) {
    return config.getCaCertData() != null || config.getCaCertFile() != null;
  }

  /**
   * Without it the client would trust the JDK's authorities besides the kubeconfig's own, which
   * kubectl does not; and reading those takes half a second.
   */
  private static Path emptyTrustStore() {
    try {
      Path file = Files.createTempFile("drover", ".jks");
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, null);
      try (OutputStream out = Files.newOutputStream(file)) {
        store.store(out, new char[0]);
      }
      return file;
    } catch (IOException | GeneralSecurityException e) {
      throw new WorkFailedException("could not write a temporary file: " + e.getMessage(), e);
    }
  }

  private static Config tuned(Config config) {
    return new ConfigBuilder(config)
        .withConnectionTimeout((int) FIRST_ANSWER.toMillis())
        .withRequestTimeout(30_000)
        .withRequestRetryBackoffLimit(RETRIES)
        .withMaxConcurrentRequests(CONNECTIONS)
        .withMaxConcurrentRequestsPerHost(CONNECTIONS)
        .withUserAgent("drover")
        .build();
  }

  /** The context's name, or {@code in-cluster}. */
  public String name() {
    return name;
  }

  /** The client, closed with this connection. */
  public KubernetesClient client() {
    return client;
  }

  /** The same connection for those who try again by themselves, and say so. */
  public static KubernetesClient withoutRetries(KubernetesClient client) {
    RequestConfig config =
        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
            .withWatchReconnectLimit(0)
            .withRequestRetryBackoffLimit(0)
            .build();
    return client.newClient(config).adapt(KubernetesClient.class);
  }

  /** The same connection for JSON trees. */
  Requests requests() {
    return requests;
  }

  /**
   * A kind as this cluster serves it. Asks once for each group and version.
   *
   * @param apiVersion group and version, for example {@code apps/v1}
   * @return empty if the cluster does not serve it
   * @throws WorkFailedException if the cluster cannot be asked
   */
  public Optional<ApiKind> kind(String apiVersion, String kind) throws InterruptedException {
    try {
      return discovery.kind(apiVersion, kind);
    } catch (KubernetesClientException e) {
      throw ClusterErrors.of("the kinds of %s in cluster %s".formatted(apiVersion, name), e);
    }
  }

  /** What to say of a kind that this cluster does not serve. */
  public String notServed(String apiVersion, String kind) {
    return Discovery.notServed(minorVersion, apiVersion, kind);
  }

  /** The minor part of the API server's version: 31 for Kubernetes 1.31. */
  public int minorVersion() {
    return minorVersion;
  }

  @Override
  public void close() {
    client.close();
  }
}
