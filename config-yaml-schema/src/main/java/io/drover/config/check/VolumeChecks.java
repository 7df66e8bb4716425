package io.drover.config.check;

import io.drover.config.problem.Problems;
import io.drover.config.tree.FileMode;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Checks volumes for what Kubernetes would refuse. */
final class VolumeChecks {
  private final Problems out;
  private final Set<String> sized = new HashSet<>();

  VolumeChecks(Problems out) {
    this.out = out;
  }

  /** Checks those of one container; a disk that another one of the pod gave a size has one. */
  void check(List<Fields> volumes) {
    Duplicates.check(volumes, "name", "volume", UnaryOperator.identity(), out);
    Map<String, Text> paths = new HashMap<>();
    for (Fields volume : volumes) {
      volume.scalar("path").ifPresent(path -> path(path, paths));
      String type = volume.text("type").orElse("EBS").toUpperCase(Locale.ROOT);
      boolean disk = type.equals("EBS") || type.equals("EFS");
      if (volume.has("size")) {
        volume.text("name").ifPresent(sized::add);
      } else if (disk && !volume.text("name").filter(sized::contains).isPresent()) {
        out.error(
            volume.place(), "missing-size", "a disk needs a `size`", "add for example `size: 10G`");
      }
      volume.objects("items").forEach(item -> item.scalar("mode").ifPresent(this::mode));
    }
  }

  private void path(Text path, Map<String, Text> paths) {
    Text other = paths.putIfAbsent(path.text(), path);
    if (other != null) {
      out.error(
          path.place(),
          "path-clash",
          "the volume on line " + other.place().line() + " is mounted there already",
          "mount it somewhere else");
    }
  }

  private void mode(Text mode) {
    if (FileMode.parse(mode.text()) > FileMode.ALL) {
      out.error(
          mode.place(),
          "bad-mode",
          "`mode`: `" + mode.text() + "` is more than 0777",
          "write permission bits with a leading zero, for example `0644`");
    }
  }
}
