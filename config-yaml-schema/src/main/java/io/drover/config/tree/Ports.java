package io.drover.config.tree;

import java.util.Arrays;
import java.util.List;

/** Ports as old files write them. */
public final class Ports {
  private Ports() {}

  /** The numbers in a text such as {@code 80,443}. */
  public static List<Long> split(String ports) {
    return Arrays.stream(ports.split(",")).map(String::strip).map(Long::valueOf).toList();
  }
}
