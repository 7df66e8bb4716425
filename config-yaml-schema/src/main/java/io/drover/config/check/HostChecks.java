package io.drover.config.check;

import io.drover.config.problem.Problems;
import io.drover.config.problem.Wording;
import io.drover.config.tree.Names;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** No host leads to two services of one cluster. */
final class HostChecks {
  private final Problems out;
  private final Map<String, Text> first = new HashMap<>();

  HostChecks(Problems out) {
    this.out = out;
  }

  void check(Fields environment) {
    String cluster = environment.text("cluster").orElse("");
    for (Fields service : environment.objects("services")) {
      if (!Services.isDeployed(service)) {
        continue;
      }
      Fields custom = service.object("deployment").object("custom_urls");
      hosts(cluster, service.scalars("external_url"));
      hosts(cluster, custom.scalars("blue"));
      hosts(cluster, custom.scalars("green"));
    }
  }

  private void hosts(String cluster, List<Text> hosts) {
    for (Text host : hosts) {
      String name = Names.host(host.text());
      Text other = first.putIfAbsent(cluster + " " + name, host);
      if (other != null && !other.place().equals(host.place())) {
        out.error(
            host.place(),
            "host-clash",
            "the host " + Wording.quote(name) + " is taken on line " + other.place().line(),
            "give each service a host of its own");
      }
    }
  }
}
