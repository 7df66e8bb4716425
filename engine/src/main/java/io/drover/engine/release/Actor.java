package io.drover.engine.release;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;

/** Who changes an environment. */
public final class Actor {
  /** Names who changes it, where the process's own user does not. */
  public static final String VARIABLE = "DROVER_ACTOR";

  private static final int LONGEST = 200;

  private Actor() {}

  /**
   * The name in {@link #VARIABLE}, which a CI system sets; else {@code user@host}.
   *
   * @param environment the process's environment variables
   */
  public static String of(Map<String, String> environment) {
    String named = environment.getOrDefault(VARIABLE, "").replaceAll("\\p{Cntrl}", " ").strip();
    String actor = named.isEmpty() ? System.getProperty("user.name") + "@" + host() : named;
    return actor.substring(0, Math.min(LONGEST, actor.length()));
  }

  private static String host() {
    return Optional.ofNullable(System.getenv("HOSTNAME"))
        .filter(name -> !name.isBlank())
        .orElseGet(Actor::localHost);
  }

  private static String localHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
