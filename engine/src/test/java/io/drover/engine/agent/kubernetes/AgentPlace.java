package io.drover.engine.agent.kubernetes;

import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentImages;
import io.drover.engine.agent.BusyboxNames;
import io.drover.engine.deploy.cluster.Cluster;
import io.drover.engine.deploy.cluster.ClusterAccess;
import io.drover.engine.file.Trees;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Images;
import io.drover.engine.image.PackageSupply;
import io.drover.engine.image.Registry;
import io.drover.engine.image.RuntimeImages;
import io.drover.engine.process.Containers;
import io.drover.engine.run.local.StateFolder;
import io.drover.testing.Relay;
import io.drover.testing.ScratchImage;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Agents in a namespace of a real cluster, of one run at a time. */
final class AgentPlace implements AutoCloseable {
  private final TestCluster cluster;
  private final String namespace;
  private Path state;
  private ImageReference busybox;
  private ImageReference helper;
  private PodAgents agents;
  private Cluster connection;
  private Relay relay;

  AgentPlace(TestCluster cluster) {
    this.cluster = cluster;
    this.namespace = cluster.unusedNamespace();
  }

  void serveImages(Path folder) throws IOException, InterruptedException {
    state = folder;
    Registry registry = Registry.at(cluster.registry());
    String pushed =
        ScratchImage.push(
            registry.repository("baseimages/busybox"),
            ScratchImage.busybox(folder.resolve("image"), BusyboxNames.ALL),
            "--env=PATH=/bin");
    busybox = reference(pushed);
    Containers containers = Containers.probe(folder.resolve("containers"));
    Path cache = StateFolder.cache(System.getenv()).resolve("baseimages");
    helper = new RuntimeImages(registry, containers, cache).ensure("debian:12", line -> {});
  }

  private static ImageReference reference(String pushed) {
    int at = pushed.indexOf('@');
    return new ImageReference(pushed.substring(0, at), pushed.substring(at + 1));
  }

  KubernetesClient client() {
    return cluster.client();
  }

  String namespace() {
    return namespace;
  }

  Relay relay() {
    return relay;
  }

  List<Pod> pods() {
    return client().pods().inNamespace(namespace).list().getItems();
  }

  /** A run begins, after the one before has ended or was killed. */
  Agent agent(Duration silence) throws InterruptedException {
    return agent(silence, cluster.kubeconfig(), busybox);
  }

  /** One whose jobs have another image. */
  Agent agentOf(String image) throws InterruptedException {
    return agent(
        PodAgents.SILENCE, cluster.kubeconfig(), reference(cluster.registry() + "/" + image));
  }

  /** One whose jobs have the images that they ask for, made for them. */
  Agent agentWithImages() throws InterruptedException {
    Registry registry = Registry.at(cluster.registry());
    Containers containers = Containers.probe(state.resolve("containers"));
    PackageSupply supply = PackageSupply.of(System.getenv());
    Images images =
        Images.of(registry, containers, supply, Trees.make(state.resolve("images")), "test");
    Path cache = StateFolder.cache(System.getenv()).resolve("baseimages");
    AgentImages agentImages =
        new AgentImages(images, new RuntimeImages(registry, containers, cache), supply, "agents");
    agent(PodAgents.SILENCE, cluster.kubeconfig(), busybox);
    return agents.agent(agentImages, log -> helper);
  }

  /** One that reaches the API server only through {@link #relay}. */
  Agent agentThroughRelay() throws IOException, InterruptedException {
    URI server = client().getMasterUrl() == null ? null : URI.create("" + client().getMasterUrl());
    relay = new Relay(server.getHost(), server.getPort());
    String text =
        Files.readString(cluster.kubeconfig())
            .replaceAll("https://[^\"\\s]*", "https://127.0.0.1:" + relay.port());
    Path kubeconfig = Files.writeString(state.resolve("relay.kubeconfig"), text);
    return agent(PodAgents.SILENCE, kubeconfig, busybox);
  }

  private Agent agent(Duration silence, Path kubeconfig, ImageReference image)
      throws InterruptedException {
    return agent(silence, kubeconfig, image, Optional.empty());
  }

  /** One that belongs to a pod of the namespace. */
  Agent agentIn(OwnPod pod) throws InterruptedException {
    return agent(PodAgents.SILENCE, cluster.kubeconfig(), busybox, Optional.of(pod));
  }

  private Agent agent(Duration silence, Path kubeconfig, ImageReference image, Optional<OwnPod> pod)
      throws InterruptedException {
    end();
    connection = Cluster.connect(new ClusterAccess(Optional.of(kubeconfig), Optional.empty()));
    AgentSettings usual = AgentSettings.DEFAULT;
    AgentSettings settings =
        new AgentSettings(
            Optional.of(namespace),
            usual.placement(),
            usual.gpus(),
            List.of(),
            usual.user(),
            "100m",
            "64Mi");
    agents = PodAgents.begin(connection, "agents", "test", settings, pod, silence, line -> {});
    return new PodAgent(agents, (spec, log) -> image, log -> helper);
  }

  /** The run dies without a word. */
  void kill() {
    agents.abandon();
    connection.close();
    agents = null;
  }

  private void end() {
    if (agents != null) {
      agents.close();
      connection.close();
      agents = null;
    }
  }

  /** Breaks all connections through the relay, again and again. */
  Thread breakConnectionsFor(Duration time) {
    Thread thread =
        new Thread(
            () -> {
              long end = System.nanoTime() + time.toNanos();
              try {
                while (System.nanoTime() < end) {
                  Thread.sleep(1500);
                  relay.hangUp();
                  Thread.sleep(200);
                  relay.resume();
                }
              } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    return thread;
  }

  /** A pod that waits for a node that there is not. */
  OwnPod waitingPod() {
    Pod made =
        client()
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withName("own")
                    .withNamespace(namespace)
                    .endMetadata()
                    .withNewSpec()
                    .addToNodeSelector("is", "not-there")
                    .addNewContainer()
                    .withName("main")
                    .withImage(busybox.toString())
                    .endContainer()
                    .endSpec()
                    .build())
            .create();
    return new OwnPod(namespace, "own", made.getMetadata().getUid());
  }

  String inHelper(Pod pod, String... command) throws IOException, InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    new HelperExec(client(), namespace, pod.getMetadata().getName())
        .run(InputStream.nullInputStream(), output, List.of(command));
    return output.toString(StandardCharsets.UTF_8);
  }

  /** Has a node say that it has some of an extended resource; with 0 that it has none. */
  void advertise(String resource, int count) {
    String amounts = "{\"%s\": %s}".formatted(resource, count == 0 ? "null" : "\"" + count + "\"");
    String node = client().nodes().list().getItems().get(0).getMetadata().getName();
    client()
        .nodes()
        .withName(node)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\": {\"capacity\": %s, \"allocatable\": %s}}".formatted(amounts, amounts));
  }

  void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(50);
    }
  }

  @Override
  public void close() {
    end();
  }
}
