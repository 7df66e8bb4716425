package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.testing.TestCluster;
import io.drover.testing.WebImage;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link ClusterProject} in a namespace of its own, and {@code drover deploy} at work on it. */
final class ClusterPlace {
  private final TestCluster cluster;
  private final String namespace;
  private final ClusterProject project;
  private final DroverCommand drover;
  private final String image;

  /**
   * A new one, where nothing was deployed yet.
   *
   * @param folder an empty one
   */
  ClusterPlace(TestCluster cluster, Path folder) {
    this.cluster = cluster;
    this.namespace = cluster.newNamespace();
    try {
      this.project =
          ClusterProject.writeTo(Files.createDirectory(folder.resolve("project")), namespace);
      this.drover = new DroverCommand(Files.createDirectory(folder.resolve("state")));
      this.image =
          WebImage.push(cluster.registry(), Files.createDirectory(folder.resolve("image")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  ClusterProject project() {
    return project;
  }

  KubernetesClient client() {
    return cluster.client();
  }

  String namespace() {
    return namespace;
  }

  /** A deployment in the background, in a process group of its own. */
  RunningDrover start() {
    return drover.startApart(words("deploy", "--image", "web=" + image));
  }

  Outcome run(String command, String... more) {
    return drover.run(words(command, more));
  }

  /** A deployment after which everything is as the files say. */
  Outcome settle() {
    Outcome outcome = start().await();
    assertThat(outcome.status()).as(outcome.said()).isZero();
    return outcome;
  }

  /** One more deployment must find nothing to do, and nothing may be there that nobody asks for. */
  void assertSettled() {
    Belongings belongings = new Belongings(client(), namespace);
    var before = belongings.versions();
    Outcome again = settle();
    assertThat(again.out()).as(again.said()).contains("ran exactly so already");
    assertThat(belongings.versions()).isEqualTo(before);
    Outcome rendered =
        drover.run(
            "render",
            project.folder().toString(),
            "--environment",
            "dev",
            "--image",
            "web=" + image);
    assertThat(rendered.status()).as(rendered.said()).isZero();
    belongings.assertExactly(rendered.out());
  }

  /** The release that the pods of a service are of; all of them must be of the same. */
  String versionOf(String deployment) {
    return client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(deployment)
        .get()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getEnv()
        .stream()
        .filter(e -> e.getName().equals("VERSION"))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private String[] words(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command, project.folder().toString()));
    words.addAll(List.of("--environment", "dev", "--kubeconfig", cluster.kubeconfig().toString()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }
}
