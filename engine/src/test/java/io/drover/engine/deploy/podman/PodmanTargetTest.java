package io.drover.engine.deploy.podman;

import static io.drover.engine.deploy.podman.PodmanFixture.address;
import static io.drover.engine.deploy.podman.PodmanFixture.get;
import static io.drover.engine.deploy.podman.PodmanFixture.kind;
import static io.drover.engine.deploy.podman.PodmanFixture.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.EnvironmentVariable.FromPodField;
import io.drover.config.model.EnvironmentVariable.FromSecret;
import io.drover.config.model.Volume;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.ServiceOutcome;
import io.drover.engine.deploy.ServiceOutcome.Kind;
import io.drover.engine.kubernetes.ServiceBuilder;
import io.drover.engine.process.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
@Timeout(180)
class PodmanTargetTest {
  private static final String LEAST_HARDWARE_ADDRESS = "02:00:00:00:00:01";
  private static final List<String> ENVIRONMENTS = new ArrayList<>();

  @TempDir private static Path state;
  private static PodmanFixture podman;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    podman = PodmanFixture.open(state);
  }

  @AfterAll
  static void removeAll() throws InterruptedException {
    for (String environment : ENVIRONMENTS) {
      podman.target.remove(environment, true, line -> {});
    }
  }

  @Test
  void servicesFindEachOtherAndASecondDeploymentDoesNothing() throws Exception {
    String dev = environment("dev");
    ServiceBuilder[] services = {
      web("catalog", "c1"), web("pricing", "p1"), web("storefront", "s1").replicas(2)
    };

    DeployResult first = timed("first deployment of 3 services", () -> deploy(dev, services));
    assertThat(first.succeeded()).as(() -> "" + first).isTrue();
    assertThat(first.changed()).isTrue();
    String storefront = address(first, "storefront").url().orElseThrow();
    assertThat(get(storefront + "/ask/catalog")).endsWith("c1");
    assertThat(get(storefront + "/ask/pricing.shop-dev.svc.cluster.local")).endsWith("p1");
    assertThat(address(first, "catalog").inNetworkUrl()).contains("http://catalog");

    DeployResult second = timed("nothing to do", () -> deploy(dev, services));
    assertThat(second.changed()).isFalse();
    assertThat(second.services())
        .extracting(ServiceOutcome::address)
        .isEqualTo(first.services().stream().map(ServiceOutcome::address).toList());
    assertThat(podman.target.status(dev).services())
        .extracting(s -> s.service() + " " + s.running() + "/" + s.wanted() + " " + s.images())
        .containsExactly(
            "catalog 1/1 [" + podman.image + "]",
            "pricing 1/1 [" + podman.image + "]",
            "storefront 2/2 [" + podman.image + "]");
  }

  @Test
  void noRequestFailsWhileReplicasAreReplaced() throws Exception {
    String env = environment("load");
    String url = address(deploy(env, web("catalog", "v0")), "catalog").url().orElseThrow();
    try (Load load = Load.on(url, 3)) {
      for (int i = 1; i <= 3; i++) {
        String version = "v" + i;
        int replicas = i;
        DeployResult result =
            timed(
                "replacement by %d replicas under load".formatted(replicas),
                () -> deploy(env, web("catalog", version).replicas(replicas)));
        assertThat(kind(result, "catalog")).as(() -> "" + result).isEqualTo(Kind.DEPLOYED);
        assertThat(address(result, "catalog").url()).contains(url);
        assertThat(get(url)).isEqualTo(version);
      }
      load.stop();
      System.out.printf("requests under load: %d, failed: %s%n", load.answered(), load.failures());
      assertThat(load.failures()).isEmpty();
      assertThat(load.answered()).isGreaterThan(100);
    }
    assertThat(replicas(env)).hasSize(3);
  }

  @Test
  void aBridgeWhoseHardwareAddressChangesIsFoundAtOnce() throws Exception {
    String env = environment("bridge");
    String url = address(deploy(env, web("catalog", "c1")), "catalog").url().orElseThrow();
    Podman tool = podman.podman(env);
    Path bridge = Path.of("/sys/class/net", EnvironmentNetwork.ensure(tool).bridge());
    Assumptions.assumeTrue(Files.exists(bridge), "bridges of root are seen here, and no others");
    assertThat(get(url)).isEqualTo("c1");

    // The bridge takes the least address of all in it.
    String one = bridge.resolve("brif").toFile().list()[0];
    giveHardwareAddress(one, LEAST_HARDWARE_ADDRESS);

    assertThat(Files.readString(bridge.resolve("address")).strip())
        .isEqualTo(LEAST_HARDWARE_ADDRESS);
    String proxy = Proxies.name(tool.scope(), "catalog");
    assertThat(tool.command("exec", proxy, "cat", "/proc/net/arp").check("ask").output())
        .contains(LEAST_HARDWARE_ADDRESS);
    assertThat(get(url)).isEqualTo("c1");
  }

  private static void giveHardwareAddress(String name, String address) throws InterruptedException {
    // 0x8924 is SIOCSIFHWADDR of netdevice(7), 1 the kind of Ethernet's addresses.
    String script =
        """
        socket(my $socket, 2, 2, 0) or die $!;
        my $request = pack('a16 S H12 x8', $ARGV[0], 1, $ARGV[1] =~ s/://gr);
        ioctl($socket, 0x8924, $request) or die $!;
        """;
    Command.of("perl", "-e", script, name, address).check("change the address of " + name);
  }

  @Test
  void whatFailsIsExplainedAndTheOldOnesGoOnServing() throws Exception {
    String env = environment("broken");
    String[] names = {"unready", "crashing", "absent", "rooted", "good"};
    DeployResult before = deploy(env, builders(names, "old"));
    assertThat(before.succeeded()).isTrue();

    write(state.resolve("secrets").resolve(env).resolve("bank/pin"), "hush-hush\n");
    DeployResult after =
        deploy(
            env,
            web("unready", "new").env("HEALTH", "503").timeout(Duration.ofSeconds(4)),
            web("crashing", "new").env("CRASH", "3").env(new FromSecret("SECRET", "bank", "pin")),
            web("absent", "new").application("absent"),
            web("rooted", "new").application("root"),
            web("good", "new"));

    assertThat(reason(after, "unready"))
        .contains("readiness probe (GET http://unready-", "/health)", "last answer: HTTP 503");
    assertThat(reason(after, "crashing")).contains("it crashes", "with status 3");
    assertThat(lastLines(after, "crashing")).contains("cannot go on: 3 ****");
    assertThat(reason(after, "absent"))
        .contains("could not pull the image 127.0.0.1:1/shop/absent");
    assertThat(reason(after, "rooted")).contains("runs as root", "user: \"65532:65532\"");
    assertThat(kind(after, "good")).isEqualTo(Kind.DEPLOYED);
    for (String name : names) {
      assertThat(get(address(after, name).url().orElseThrow()))
          .isEqualTo(name.equals("good") ? "new" : "old");
    }
    assertThat(replicas(env)).hasSize(names.length);
    assertThat(podman.log).noneMatch(line -> line.contains("hush"));
  }

  @Test
  void whatWasKilledOrStoppedIsHealedWithAsLittleAsPossible() throws Exception {
    String env = environment("heal");
    ServiceBuilder[] services = {web("catalog", "v1").replicas(2), web("pricing", "v1")};
    String url = address(deploy(env, services), "catalog").url().orElseThrow();
    List<PodmanContainer> before = podman.containers(env);

    PodmanContainer victim =
        before.stream().filter(c -> c.pod().startsWith("catalog-")).findFirst().orElseThrow();
    podman.podman(env).command("kill", victim.name()).check("kill a replica");
    DeployResult restarted = deploy(env, services);
    assertThat(kind(restarted, "catalog")).as(() -> "" + restarted).isEqualTo(Kind.DEPLOYED);
    podman.podman(env).remove(List.of(Proxies.name(podman.podman(env).scope(), "catalog")));
    DeployResult healed = deploy(env, services);
    assertThat(kind(healed, "pricing")).isEqualTo(Kind.UNCHANGED);
    assertThat(get(url)).isEqualTo("v1");

    podman
        .podman(env)
        .stop(before.stream().map(PodmanContainer::name).toList(), Duration.ofSeconds(10));
    DeployResult afterReboot = timed("after a reboot", () -> deploy(env, services));
    assertThat(afterReboot.succeeded()).as(() -> "" + afterReboot).isTrue();
    assertThat(get(url)).isEqualTo("v1");
    assertThat(podman.containers(env))
        .extracting(PodmanContainer::pod)
        .containsExactlyInAnyOrderElementsOf(before.stream().map(PodmanContainer::pod).toList());
    assertThat(deploy(env, services).changed()).isFalse();
  }

  @Test
  void replicasAndServicesComeAndGoAsTheFilesSay() throws Exception {
    String env = environment("scale");
    deploy(env, web("catalog", "v1"), web("pricing", "v1"));
    List<PodmanContainer> first = replicas(env);

    DeployResult down = deploy(env, web("catalog", "v1").replicas(0));
    assertThat(down.removed()).containsExactly("pricing");
    assertThat(replicas(env)).isEmpty();
    assertThatThrownBy(() -> get(address(down, "catalog").url().orElseThrow()))
        .isInstanceOf(IOException.class);
    DeployResult up = deploy(env, web("catalog", "v1").replicas(2));
    assertThat(get(address(up, "catalog").url().orElseThrow())).isEqualTo("v1");
    assertThat(replicas(env)).hasSize(2).doesNotContainAnyElementsOf(first);

    podman.target.remove(env, false, line -> {});
    assertThat(podman.containers(env)).isEmpty();
    assertThat(podman.target.status(env).services()).isEmpty();
    int port = address(up, "catalog").hostPorts().get(80);
    try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      DeployResult moved = deploy(env, web("catalog", "v1"));
      assertThat(address(moved, "catalog").hostPorts().get(80)).isNotEqualTo(other.getLocalPort());
      assertThat(podman.log)
          .anyMatch(line -> line.contains("127.0.0.1:" + port + " is taken by another program"));
      assertThat(get(address(moved, "catalog").url().orElseThrow())).isEqualTo("v1");
    }
  }

  @Test
  void anInterruptedDeploymentLeavesWhatRanBefore() throws Exception {
    String env = environment("stop");
    DeployResult before = deploy(env, web("catalog", "v1"));
    List<PodmanContainer> running = podman.containers(env);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread deployment =
        new Thread(
            () -> {
              try {
                deploy(env, web("catalog", "v2").env("DELAY", "60"));
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    deployment.start();
    while (podman.containers(env).size() == running.size()) {
      Thread.sleep(50);
    }
    deployment.interrupt();
    deployment.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(podman.containers(env)).isEqualTo(running);
    assertThat(get(address(before, "catalog").url().orElseThrow())).isEqualTo("v1");
  }

  @Test
  void whatAKilledDeploymentLeftIsCleanedUp() throws Exception {
    String env = environment("left");
    deploy(env, web("catalog", "v1"));
    PodmanContainer live = replicas(env).get(0);
    Podman tool = podman.podman(env);
    List<String> arguments =
        new ArrayList<>(List.of("create", "--pull=never", "--name", live.name() + "-half"));
    arguments.addAll(tool.scope().labels());
    arguments.add("--label=" + PodmanContainer.SERVICE + "=catalog");
    arguments.add("--label=" + PodmanContainer.ROLE + "=" + PodmanContainer.REPLICA);
    arguments.add("--network=" + tool.scope().network());
    arguments.add(podman.image.toString());
    tool.command(arguments).check("leave a container behind");

    assertThat(deploy(env, web("catalog", "v1")).succeeded()).isTrue();
    assertThat(replicas(env)).containsExactly(live);
  }

  @Test
  void aProxyThatWasNotToldBeforeAKillIsToldNextTime() throws Exception {
    String env = environment("told");
    DeployResult first = deploy(env, web("catalog", "v1"));
    StateFiles files = new StateFiles(state, env);
    String config = files.proxyConfig("catalog");
    String proxy = Proxies.name(podman.podman(env).scope(), "catalog");
    files.writeProxyConfig("catalog", ProxyConfig.render(Optional.empty(), Map.of()));
    podman.podman(env).command("restart", proxy).check("load a configuration without ports");
    files.writeProxyConfig("catalog", config);

    assertThat(kind(deploy(env, web("catalog", "v1")), "catalog")).isEqualTo(Kind.DEPLOYED);
    assertThat(get(address(first, "catalog").url().orElseThrow())).isEqualTo("v1");
    assertThat(deploy(env, web("catalog", "v1")).changed()).isFalse();
  }

  @Test
  void secretsAndDisksReachTheReplicas() throws Exception {
    String env = environment("data");
    ServiceBuilder service =
        web("catalog", "v1")
            .env(new FromSecret("SECRET", "bank", "pin"))
            .env(new FromPodField("POD", "metadata.name"))
            .env("DATA", "/srv/data/starts")
            .volume(volume("data", "/srv/data", Volume.Type.EBS))
            .volume(volume("settings", "/etc/settings", Volume.Type.CONFIGMAP));
    Path secrets = state.resolve("secrets").resolve(env);
    assertThat(reason(deploy(env, service), "catalog"))
        .isEqualTo(
            "config map settings is not on this machine: write one file for each of its keys into "
                + secrets.resolve("settings"));
    write(secrets.resolve("settings/greeting"), "hello");
    assertThat(reason(deploy(env, service), "catalog"))
        .isEqualTo(
            "secret bank has no key pin on this machine: write its value, and nothing else, into "
                + secrets.resolve("bank/pin"));
    write(secrets.resolve("bank/pin"), "two\nlines\n");

    String url = address(deploy(env, service), "catalog").url().orElseThrow();
    assertThat(get(url + "/secret")).isEqualTo("two\nlines");
    assertThat(get(url + "/file")).isEqualTo("hello");
    assertThat(get(url + "/pod")).matches("catalog-[a-z0-9]{5}");
    assertThat(get(url + "/starts")).isEqualTo("1");

    DeployResult failed = deploy(env, service.env("HEALTH", "500").timeout(Duration.ofSeconds(3)));
    assertThat(kind(failed, "catalog")).isEqualTo(Kind.FAILED);
    assertThat(Integer.parseInt(get(url + "/starts"))).isGreaterThan(1);
    podman.target.remove(env, false, line -> {});
    deploy(env, service.env("HEALTH", "200").timeout(Duration.ofSeconds(20)));
    assertThat(Integer.parseInt(get(url + "/starts"))).isGreaterThan(2);
  }

  private static Volume volume(String name, String path, Volume.Type type) {
    return new Volume(name, path, type, List.of(), Optional.empty(), true, List.of());
  }

  private static ServiceBuilder[] builders(String[] names, String version) {
    return List.of(names).stream().map(name -> web(name, version)).toArray(ServiceBuilder[]::new);
  }

  private static String environment(String name) {
    ENVIRONMENTS.add(name);
    return name;
  }

  private static DeployResult deploy(String environment, ServiceBuilder... services)
      throws InterruptedException {
    return podman.deploy(environment, services);
  }

  private static List<PodmanContainer> replicas(String environment) throws InterruptedException {
    return podman.containers(environment).stream().filter(c -> !c.proxy()).toList();
  }

  private static String reason(DeployResult result, String service) {
    return outcome(result, service).reason().orElse("none");
  }

  private static List<String> lastLines(DeployResult result, String service) {
    return outcome(result, service).lastLines();
  }

  private static ServiceOutcome outcome(DeployResult result, String service) {
    return result.services().stream()
        .filter(o -> o.service().equals(service))
        .findFirst()
        .orElseThrow();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private interface Work {
    DeployResult run() throws InterruptedException;
  }

  private static DeployResult timed(String what, Work work) throws InterruptedException {
    long start = System.nanoTime();
    DeployResult result = work.run();
    System.out.printf("%s: %.2f s%n", what, (System.nanoTime() - start) / 1e9);
    return result;
  }
}
