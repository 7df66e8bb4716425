package io.drover.engine.deploy.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** Who deploys. */
final class Holder {
  private Holder() {}

  /** User, host, and what makes this run different from all others. */
  static String unique() {
    return "%s@%s/%s".formatted(System.getProperty("user.name"), host(), UUID.randomUUID());
  }

  private static String host() {
    String pod = System.getenv().getOrDefault("HOSTNAME", "");
    if (!pod.isBlank()) {
      return pod;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unknown host";
    }
  }
}
