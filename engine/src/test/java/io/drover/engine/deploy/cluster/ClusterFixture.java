package io.drover.engine.deploy.cluster;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import io.drover.config.reader.ConfigurationReader;
import io.drover.config.reader.ReadResult;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.ServiceOutcome;
import io.drover.engine.kubernetes.Desired;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.testing.TestCluster;
import io.drover.testing.WebImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Deploys what a test writes as environments.yaml, with one small image for all services, as an
 * account that has the rights that {@code drover rbac} prints.
 */
final class ClusterFixture implements AutoCloseable {
  private final TestCluster cluster;
  private final Path folder;
  private final String image;
  private final ClusterAccess access;
  private final Clusters clusters;
  final List<String> log = Collections.synchronizedList(new ArrayList<>());

  ClusterFixture(TestCluster cluster, Path folder) throws IOException, InterruptedException {
    this(
        cluster,
        folder,
        WebImage.push(cluster.registry(), Files.createTempDirectory(folder, "image")));
  }

  /**
   * A fixture.
   *
   * @param image what all services run, as repository and digest
   */
  ClusterFixture(TestCluster cluster, Path folder, String image) throws IOException {
    this(cluster, folder, image, List.of());
  }

  /**
   * A fixture whose account has the rights of further kinds.
   *
   * @param kinds as {@code apiVersion/Kind}
   */
  ClusterFixture(TestCluster cluster, Path folder, String image, Collection<String> kinds)
      throws IOException {
    this.cluster = cluster;
    this.folder = folder;
    this.image = image;
    this.access =
        RestrictedAccess.of(cluster, cluster.namespace(), Permissions.rules(kinds, true), folder);
    this.clusters = new Clusters(access, log::add);
  }

  /** As whom the cluster is used. */
  ClusterAccess access() {
    return access;
  }

  /**
   * The environment {@code dev} in the test's namespace.
   *
   * @param body lines below the environment's name, not indented
   */
  Configuration configuration(String body) throws IOException {
    Files.writeString(folder.resolve("build.yaml"), "project: shop\n");
    Files.writeString(
        folder.resolve("application.yaml"),
        "project: shop\napplications: [{name: web, runtime: \"debian:12\"}]\n");
    Files.writeString(
        folder.resolve("environments.yaml"),
        "project: shop\nenvironments:\n  - name: dev\n    namespace: %s\n%s"
            .formatted(cluster.namespace(), body.indent(4)));
    ReadResult result = ConfigurationReader.read(folder);
    return result
        .configuration()
        .orElseThrow(() -> new IllegalArgumentException(result.problems().toString()));
  }

  ClusterTarget target(Configuration configuration) {
    return target(configuration, DeploySettings.DEFAULT);
  }

  ClusterTarget target(Configuration configuration, DeploySettings settings) {
    return ClusterTarget.of(clusters, configuration, settings);
  }

  /** The clusters, as that account. */
  Clusters clusters() {
    return clusters;
  }

  ClusterTarget targetWithoutGoingLive(Configuration configuration) {
    return ClusterTarget.of(clusters, configuration, DeploySettings.DEFAULT.withoutGoingLive());
  }

  DeployResult deploy(String body) throws IOException, InterruptedException {
    Configuration configuration = configuration(body);
    return target(configuration).deploy(desired(configuration), this::log);
  }

  /** The same with gists, whose files have these contents. */
  DeployResult deploy(String body, Map<String, String> files)
      throws IOException, InterruptedException {
    Configuration configuration = configuration(body);
    Desired plain = desired(configuration);
    Map<String, byte[]> contents = new TreeMap<>();
    files.forEach((path, text) -> contents.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return target(configuration)
        .deploy(
            new Desired(plain.project(), plain.environment(), plain.images(), contents), this::log);
  }

  /** The image that all services have. */
  String image() {
    return image;
  }

  /** A service of that image, as a list's item in YAML. */
  static String service(String name, String version, String env, String more) {
    return """
        - name: %s
          application: web
          ports: [8080]
          env: [{name: VERSION, value: "%s"}%s]
          requests: {cpu: 10m, memory: 16Mi}
          health_check: {http: {path: /health, port: 8080}, initial_delay: 0}
        """
            .formatted(name, version, env)
        + more.indent(2);
  }

  Desired desired(Configuration configuration) {
    Environment environment = configuration.environments().get(0);
    Map<String, ReleasedImage> images = new TreeMap<>();
    for (Service service : environment.services()) {
      images.put(service.name(), new ReleasedImage(image, "1.0"));
    }
    return new Desired(configuration.project(), environment, images);
  }

  void log(String line) {
    log.add(line);
  }

  static ServiceOutcome outcome(DeployResult result, String service) {
    return result.services().stream()
        .filter(o -> o.service().equals(service))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    clusters.close();
  }
}
