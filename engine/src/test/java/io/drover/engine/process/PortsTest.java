package io.drover.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void aPortIsFreeUntilSomebodyListensThere() throws Exception {
    // Others may take one of them in the meantime.
    assertThat(IntStream.generate(Ports::free).limit(5)).anyMatch(Ports::isFree);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
    }
  }

  /** What podman leaves in the kernel when all processes of a container are killed. */
  @Test
  @Tag("real")
  void aPortThatARuleLeadsElsewhereIsNotFree() throws Exception {
    int port = Ports.free();
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> rule = List.of(("OUTPUT -o lo -p tcp --dport " + port).split(" "));
      String target = "-j REDIRECT --to-ports " + other.getLocalPort();
      assumeTrue(iptables("-A", rule, target), "this user may not redirect ports");
      try {
        assertThat(Ports.isFree(port)).isFalse();
      } finally {
        iptables("-D", rule, target);
      }
    }
  }

  private static boolean iptables(String action, List<String> rule, String target)
      throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("iptables", "-w", "-t", "nat", action));
    words.addAll(rule);
    words.addAll(List.of(target.split(" ")));
    return Command.of(words).run().succeeded();
  }
}
