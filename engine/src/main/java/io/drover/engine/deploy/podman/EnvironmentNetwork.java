package io.drover.engine.deploy.podman;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.engine.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The network that the containers of an environment share, and in which they find each other.
 *
 * @param subnet IPv4 in CIDR notation
 * @param bridge the name of its interface on this machine, which is there while containers are
 */
record EnvironmentNetwork(String subnet, String bridge) {

  /** Makes the network if it is not there. */
  static EnvironmentNetwork ensure(Podman podman) throws InterruptedException {
    String name = podman.scope().network();
    Command.Result found = inspect(podman, name);
    if (!found.succeeded()) {
      List<String> create = new ArrayList<>(List.of("network", "create"));
      create.addAll(podman.scope().labels());
      create.add(name);
      podman.command(create).check("make the network " + name);
      found = inspect(podman, name);
    }
    JsonNode network = Podman.json(found.output()).path(0);
    return new EnvironmentNetwork(
        network.path("subnets").path(0).path("subnet").asText(),
        network.path("network_interface").asText());
  }

  /**
   * Lets the bridge tell the containers when its hardware address changes. It takes the least one
   * of all interfaces in it, so a container that comes or goes may change it, and the others would
   * answer this machine at the old one for half a minute. To be called once a container is there.
   */
  void announceHardwareAddress() {
    Path setting = Path.of("/proc/sys/net/ipv4/conf", bridge, "arp_notify");
    try {
      Files.writeString(setting, "1");
    } catch (IOException e) {
      // Users other than root have their bridges in a network namespace that is not seen from here.
    }
  }

  /** Removes the network, and containers of others that are still in it. */
  static void remove(Podman podman) throws InterruptedException {
    String name = podman.scope().network();
    if (podman.command("network", "exists", name).run().succeeded()) {
      podman.command("network", "rm", "--force", name).check("remove the network " + name);
    }
  }

  private static Command.Result inspect(Podman podman, String name) throws InterruptedException {
    return podman.command("network", "inspect", name).run();
  }
}
