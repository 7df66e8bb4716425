package io.drover.engine.deploy.podman;

import io.drover.engine.process.Command;
import java.util.ArrayList;
import java.util.List;

/** The network that the containers of an environment share, and in which they find each other. */
final class EnvironmentNetwork {
  private EnvironmentNetwork() {}

  /**
   * Makes the network if it is not there.
   *
   * @return its subnet, IPv4 in CIDR notation
   */
  static String ensure(Podman podman) throws InterruptedException {
    String name = podman.scope().network();
    Command.Result found = inspect(podman, name);
    if (!found.succeeded()) {
      List<String> create = new ArrayList<>(List.of("network", "create"));
      create.addAll(podman.scope().labels());
      create.add(name);
      podman.command(create).check("make the network " + name);
      found = inspect(podman, name);
    }
    return Podman.json(found.output()).path(0).path("subnets").path(0).path("subnet").asText();
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
