package io.drover.seedjobs.change;

import io.drover.seedjobs.xml.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A job that is gone and a new one that differs in its name alone. It is only told: the builds of
 * the old one are deleted with it.
 */
public record Rename(String from, String to) {

  /** Renames without doubt: one item gone and one new item that are alike, and no third. */
  public static List<Rename> among(Map<String, Marker> gone, Map<String, Marker> fresh) {
    List<Rename> renames = new ArrayList<>();
    gone.forEach(
        (from, marker) -> {
          List<String> likely = alike(marker, fresh);
          if (likely.size() == 1 && alike(marker, gone).size() == 1) {
            renames.add(new Rename(from, likely.get(0)));
          }
        });
    return List.copyOf(renames);
  }

  private static List<String> alike(Marker marker, Map<String, Marker> all) {
    return all.entrySet().stream()
        .filter(e -> Objects.equals(e.getValue().likeness(), marker.likeness()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
