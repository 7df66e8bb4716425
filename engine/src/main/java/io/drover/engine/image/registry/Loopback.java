package io.drover.engine.image.registry;

import java.util.regex.Pattern;

/** Addresses of this machine alone, which container engines speak to without TLS. */
public final class Loopback {
  private static final Pattern NAME =
      Pattern.compile("(127\\.[0-9.]+|localhost|\\[::1])(:\\d+)?(/|$)");

  private Loopback() {}

  /** Whether an address {@code host:port}, or an image's name, leads to this machine. */
  public static boolean is(String name) {
    return NAME.matcher(name).lookingAt();
  }
}
