package io.drover.config.check;

import io.drover.config.problem.Problems;
import io.drover.config.tree.Ports;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import java.util.HashSet;
import java.util.Set;

/** Checks ports in all their spellings. */
final class PortChecks {
  private PortChecks() {}

  static void check(Fields owner, String key, Problems out) {
    Set<Long> seen = new HashSet<>();
    for (Text text : owner.scalars(key)) {
      for (long port : Ports.split(text.text())) {
        if (port < 1 || port > 65535) {
          out.error(
              text.place(),
              "port-out-of-range",
              "`" + key + "`: `" + port + "` is no port",
              "ports are 1 to 65535");
        } else if (!seen.add(port)) {
          out.error(
              text.place(),
              "duplicate-port",
              "`" + key + "`: `" + port + "` stands here twice",
              "remove one");
        }
      }
    }
  }
}
