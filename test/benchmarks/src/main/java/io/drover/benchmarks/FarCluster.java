package io.drover.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cluster of the current kubeconfig as from afar; it has to be one on 127.0.0.1. */
final class FarCluster implements AutoCloseable {
  private static final Pattern SERVER = Pattern.compile("server: (https://127\\.0\\.0\\.1:\\d+)");

  private final DelayingRelay relay;
  private final Path kubeconfig;

  private FarCluster(DelayingRelay relay, Path kubeconfig) {
    this.relay = relay;
    this.kubeconfig = kubeconfig;
  }

  /**
   * Opens the way to it.
   *
   * @param roundTrip how long a byte takes there and back
   */
  static FarCluster open(Path folder, Duration roundTrip) throws IOException, InterruptedException {
    Path kubeconfig = folder.resolve("far.kubeconfig");
    Commands.run(
        List.of("kubectl", "config", "view", "--raw", "--flatten", "--minify"),
        folder,
        Redirect.to(kubeconfig.toFile()));
    String text = Files.readString(kubeconfig);
    Matcher server = SERVER.matcher(text);
    if (!server.find()) {
      throw new IllegalStateException("--delay needs a cluster whose server is on 127.0.0.1");
    }
    URI uri = URI.create(server.group(1));
    DelayingRelay relay =
        new DelayingRelay(
            new InetSocketAddress(uri.getHost(), uri.getPort()), roundTrip.dividedBy(2));
    String far = "server: https://127.0.0.1:" + relay.port();
    Files.writeString(kubeconfig, text.replace(server.group(), far));
    return new FarCluster(relay, kubeconfig);
  }

  /** What comes before a command that shall use it. */
  List<String> environment() {
    return List.of("env", "KUBECONFIG=" + kubeconfig);
  }

  @Override
  public void close() throws IOException {
    relay.close();
    Files.delete(kubeconfig);
  }
}
