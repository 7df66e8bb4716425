package io.drover.engine.deploy.podman;

import io.drover.engine.WorkFailedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Fixed IP addresses for the containers of a network. They come from its upper half; podman itself
 * counts up from the lower end for containers that do not ask for one, as those of tests.
 */
final class Addresses {
  private static final int TRIES = 10_000;

  private final long first;
  private final long last;
  private final Set<String> taken;

  /**
   * Addresses of a network.
   *
   * @param subnet IPv4 in CIDR notation, at most a /28
   * @param taken addresses that others have already
   */
  Addresses(String subnet, Collection<String> taken) {
    String[] parts = subnet.split("/");
    long size = 1L << (32 - Integer.parseInt(parts[1]));
    this.first = toNumber(parts[0]) + size / 2;
    this.last = toNumber(parts[0]) + size - 2;
    this.taken = new HashSet<>(taken);
  }

  /** Takes an address that nobody has. */
  synchronized String next() {
    for (int i = 0; i < TRIES; i++) {
      String address = toText(ThreadLocalRandom.current().nextLong(first, last + 1));
      if (taken.add(address)) {
        return address;
      }
    }
    throw new WorkFailedException("the environment's network has no free address left");
  }

  /** Takes that address if nobody has it, or another one. */
  synchronized String preferring(Optional<String> address) {
    return address.filter(this::isOurs).filter(taken::add).orElseGet(this::next);
  }

  /**
   * The hardware address that belongs to an address. It must not change when a container starts
   * again: others remember it for half a minute, and would talk to nobody.
   */
  static String hardware(String address) {
    long number = toNumber(address);
    return "02:42:%02x:%02x:%02x:%02x"
        .formatted(number >> 24 & 0xff, number >> 16 & 0xff, number >> 8 & 0xff, number & 0xff);
  }

  private boolean isOurs(String address) {
    long number = toNumber(address);
    return number >= first && number <= last;
  }

  private static long toNumber(String address) {
    try {
      long number = 0;
      for (byte b : InetAddress.getByName(address).getAddress()) {
        number = number << 8 | b & 0xff;
      }
      return number;
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an IP address: " + address, e);
    }
  }

  private static String toText(long number) {
    return "%d.%d.%d.%d"
        .formatted(number >> 24 & 0xff, number >> 16 & 0xff, number >> 8 & 0xff, number & 0xff);
  }
}
