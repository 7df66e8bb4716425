package io.drover.engine.deploy.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** Who deploys, or starts jobs by itself: only one at a time does. */
public final class Holder {
  private Holder() {}

  /** User, host, and what makes this run different from all others. */
  public static String unique() {
    return "%s@%s/%s".formatted(System.getProperty("user.name"), host(), UUID.randomUUID());
  }

  /** As people say it: without what makes the run different. */
  public static String name(String unique) {
    return unique.replaceFirst("/[^/]*$", "");
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
