package io.drover.engine.deploy.podman;

import io.drover.config.model.Environment;
import io.drover.config.model.Probe;
import io.drover.config.model.Service;
import io.drover.engine.deploy.Address;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.Reach;
import io.drover.engine.deploy.ServiceOutcome;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.ContentKey;
import io.drover.engine.image.BaseImage;
import io.drover.engine.image.ImageReference;
import io.drover.engine.kubernetes.Desired;
import io.drover.engine.kubernetes.ServiceBuilder;
import io.drover.engine.process.Containers;
import io.drover.engine.release.Release.ReleasedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** Real podman with a small HTTP server's image, and a target of a project of its own. */
final class PodmanFixture {
  private static final String PROXY =
      """
      FROM %s
      RUN apt-get -q update && apt-get -q -y --no-install-recommends install haproxy curl
      """;
  private static final String WEB =
      """
      FROM %s
      COPY server.pl /server.pl
      USER 65532:65532
      ENTRYPOINT ["perl", "/server.pl"]
      """;

  final Containers containers;
  final ImageReference rootImage;
  final ImageReference image;
  final PodmanTarget target;
  final Path state;
  final List<String> log = Collections.synchronizedList(new ArrayList<>());

  private PodmanFixture(Containers containers, String base, Path state)
      throws IOException, InterruptedException {
    this.containers = containers;
    this.state = state;
    this.rootImage = reference(base);
    this.image = reference(build("web", WEB.formatted(base), state));
    this.target =
        PodmanTarget.of(
            containers,
            "shop",
            "t" + Long.toString(System.nanoTime(), 36),
            state,
            log -> build("proxy", PROXY.formatted(base), state));
  }

  /** Skips the test, loudly, where podman or a Debian image is missing. */
  static PodmanFixture open(Path state) throws IOException, InterruptedException {
    Containers containers = Containers.probe(state.resolve("containers"));
    if (containers.whyNot().isPresent()) {
      System.err.println("SKIPPED, podman cannot be tested: " + containers.whyNot().get());
      Assumptions.abort(containers.whyNot().get());
    }
    return new PodmanFixture(containers, BaseImage.ensure(containers), state);
  }

  /** Builds an image once: its tag says what it was made from. */
  private String build(String name, String recipe, Path context) throws InterruptedException {
    String script = script();
    String key = ContentKey.of(recipe).with(script).hex();
    String tag = "localhost/drover-test/%s:%s".formatted(name, key);
    if (!containers.podman("image", "exists", tag).run().succeeded()) {
      AtomicFile.write(context.resolve("server.pl"), script);
      containers
          .buildah("bud", "--isolation=chroot", "--pull=never", "--tag=" + tag, "-f", "-", ".")
          .input(recipe)
          .in(context)
          .timeout(Duration.ofMinutes(10))
          .check("build the test's image " + tag);
    }
    return tag;
  }

  private static String script() {
    try (var script = PodmanFixture.class.getResourceAsStream("server.pl")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ImageReference reference(String tag) throws InterruptedException {
    String digest =
        containers
            .podman("image", "inspect", "--format={{.Digest}}", tag)
            .check("inspect " + tag)
            .output()
            .strip();
    return new ImageReference(tag.substring(0, tag.lastIndexOf(':')), digest);
  }

  /** A service of the test's image that answers with its version. */
  static ServiceBuilder web(String name, String version) {
    return ServiceBuilder.service(name)
        .application("web")
        .env("VERSION", version)
        .timeout(Duration.ofSeconds(30))
        .readiness(
            ServiceBuilder.probe(new Probe.Handler.HttpGet("/health", 80), Duration.ofSeconds(1)));
  }

  DeployResult deploy(String environment, ServiceBuilder... services) throws InterruptedException {
    return target.deploy(desired(environment, services), log::add);
  }

  Desired desired(String name, ServiceBuilder... services) {
    Environment environment = ServiceBuilder.environment(name, services);
    ImageReference absent =
        new ImageReference("127.0.0.1:1/shop/absent", "sha256:" + "0".repeat(64));
    Map<String, ImageReference> images = Map.of("web", image, "root", rootImage, "absent", absent);
    return new Desired(
        "shop",
        environment,
        environment.services().stream()
            .collect(
                Collectors.toMap(
                    Service::name,
                    s -> new ReleasedImage(images.get(s.application()).toString(), "1.0"))));
  }

  /** What podman lists of an environment. */
  List<PodmanContainer> containers(String environment) throws InterruptedException {
    return podman(environment).list();
  }

  Podman podman(String environment) throws InterruptedException {
    String network = target.reach(environment, Reach.From.CONTAINER).network().orElseThrow().name();
    String instance = network.substring(network.lastIndexOf('-') + 1);
    return new Podman(containers, new Scope("shop", environment, instance));
  }

  static Address address(DeployResult result, String service) {
    return result.services().stream()
        .filter(outcome -> outcome.service().equals(service))
        .findFirst()
        .orElseThrow()
        .address();
  }

  static ServiceOutcome.Kind kind(DeployResult result, String service) {
    return result.services().stream()
        .filter(outcome -> outcome.service().equals(service))
        .findFirst()
        .orElseThrow()
        .kind();
  }

  /** The body of a page, which must be there. */
  static String get(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(5_000);
    // Longer than machines that run other tests at the same time stand still.
    connection.setReadTimeout(30_000);
    try (var stream = connection.getInputStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
