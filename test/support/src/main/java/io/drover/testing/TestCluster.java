package io.drover.testing;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A real cluster, as one test class sees it. The namespaces that it hands out are deleted when the
 * class is done.
 */
public final class TestCluster implements AutoCloseable {
  private static final Duration DEFAULTS = Duration.ofSeconds(30);
  private static final int NAME_LENGTH = 30;
  private static final String LABEL = "drover.io/test";

  private final Connection connection;
  private final String name;
  private final Set<String> namespaces = new LinkedHashSet<>();
  private String namespace;

  TestCluster(Connection connection, Class<?> type) {
    this.connection = connection;
    String kebab = type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-");
    this.name = shorten(kebab.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", ""));
  }

  /** The kubeconfig file, whose current context is this cluster, for commands. */
  public Path kubeconfig() {
    return connection.kubeconfig();
  }

  /**
   * Writes a kubeconfig whose current context is this cluster as a service account sees it.
   *
   * @param folder where the file goes, which is named after the account
   */
  public Path kubeconfig(String namespace, String account, Path folder) throws IOException {
    return AccountKubeconfig.write(client(), namespace, account, folder);
  }

  /** A client with all rights, shared by all tests: not to be closed. */
  public KubernetesClient client() {
    return connection.client();
  }

  /**
   * A registry that this machine and the nodes reach under the same name, without TLS, as {@code
   * host:port}. Tests that ask for it say so in {@link NeedsCluster#registry}.
   */
  public String registry() {
    return connection.registry().orElseThrow();
  }

  /** The namespace of this test class, the same at each call. */
  public synchronized String namespace() {
    if (namespace == null) {
      namespace = newNamespace();
    }
    return namespace;
  }

  /** Makes one more namespace. Its default service account is there, so that pods are accepted. */
  public String newNamespace() {
    String created = unusedNamespace();
    client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(created)
                .addToLabels(LABEL, name)
                .endMetadata()
                .build())
        .create();
    if (connection.hasControllers()) {
      client()
          .serviceAccounts()
          .inNamespace(created)
          .withName("default")
          .waitUntilCondition(account -> account != null, DEFAULTS.toSeconds(), TimeUnit.SECONDS);
    }
    return created;
  }

  /** A name for a namespace that the test makes itself, or has made; deleted with the others. */
  public synchronized String unusedNamespace() {
    String unused = "drover-%s-%s".formatted(name, UUID.randomUUID().toString().substring(0, 8));
    namespaces.add(unused);
    return unused;
  }

  /**
   * The beginning of several names for namespaces, which something else than the test makes; these
   * are deleted with the others.
   */
  public synchronized String unusedNamespaces(List<String> endings) {
    String unused = unusedNamespace();
    endings.forEach(ending -> namespaces.add(unused + ending));
    return unused;
  }

  /** Asks the cluster to delete the namespaces; that takes it up to a minute, unwatched. */
  @Override
  public synchronized void close() {
    namespaces.forEach(each -> client().namespaces().withName(each).delete());
  }

  private static String shorten(String name) {
    return name.length() <= NAME_LENGTH
        ? name
        : name.substring(0, NAME_LENGTH).replaceAll("-$", "");
  }
}
