package io.drover.testing;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The cluster of the environment variables, or why there is none. */
final class Connection implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;

  private final Optional<Path> kubeconfig;
  private final Optional<KubernetesClient> client;
  private final Optional<String> whyNot;
  private final boolean pods;

  private Connection(
      Optional<Path> kubeconfig,
      Optional<KubernetesClient> client,
      Optional<String> whyNot,
      boolean pods) {
    this.kubeconfig = kubeconfig;
    this.client = client;
    this.whyNot = whyNot;
    this.pods = pods;
  }

  static Connection open() {
    Optional<Path> kubeconfig =
        Stream.of("DROVER_TEST_KUBECONFIG", "KUBECONFIG")
            .flatMap(name -> variable(name).stream())
            .map(Path::of)
            .findFirst();
    if (kubeconfig.isEmpty()) {
      return none("no cluster: neither DROVER_TEST_KUBECONFIG nor KUBECONFIG is set");
    }
    if (!Files.isReadable(kubeconfig.get())) {
      return none("no cluster: " + kubeconfig.get() + " cannot be read");
    }
    Config config = Config.fromKubeconfig(kubeconfig.get().toFile());
    config.setConnectionTimeout(CONNECT_MILLIS);
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    try {
      client.getKubernetesVersion();
      boolean pods = client.nodes().list().getItems().stream().anyMatch(Connection::isReady);
      return new Connection(kubeconfig, Optional.of(client), Optional.empty(), pods);
    } catch (KubernetesClientException e) {
      client.close();
      return none("no cluster: %s: %s".formatted(kubeconfig.get(), e.getMessage()));
    }
  }

  /** The kubeconfig file. */
  Path kubeconfig() {
    return kubeconfig.orElseThrow();
  }

  KubernetesClient client() {
    return client.orElseThrow();
  }

  Optional<String> registry() {
    return variable("DROVER_TEST_REGISTRY");
  }

  Optional<String> whyNot() {
    return whyNot;
  }

  /** Whether controllers run; beside a bare API server nobody makes service accounts. */
  boolean hasControllers() {
    return client().serviceAccounts().inNamespace("default").withName("default").get() != null;
  }

  /** Why the cluster is not enough. */
  Optional<String> whyNot(boolean needsPods, boolean needsRegistry) {
    if (needsPods && !pods) {
      return Optional.of("the cluster has no node that is ready, so no pods run");
    }
    if (needsRegistry && registry().isEmpty()) {
      return Optional.of(
          "DROVER_TEST_REGISTRY does not name a registry that this machine and the cluster's"
              + " nodes reach under the same name");
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    client.ifPresent(KubernetesClient::close);
  }

  private static Connection none(String why) {
    return new Connection(Optional.empty(), Optional.empty(), Optional.of(why), false);
  }

  private static boolean isReady(Node node) {
    return node.getStatus().getConditions().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }
}
