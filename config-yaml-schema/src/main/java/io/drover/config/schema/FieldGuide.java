package io.drover.config.schema;

import io.drover.config.problem.Wording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds fields of the three files by what people call them. */
public final class FieldGuide {
  private FieldGuide() {}

  /** The roots of the three files. */
  public static List<FieldEntry> files() {
    return Arrays.stream(FileKind.values()).map(FieldEntry::root).toList();
  }

  /** All fields of a file, each before those that stand in it. */
  public static List<FieldEntry> fields(FileKind file) {
    List<FieldEntry> all = new ArrayList<>();
    collect(FieldEntry.root(file), all);
    return all;
  }

  private static void collect(FieldEntry entry, List<FieldEntry> all) {
    for (FieldEntry child : entry.children()) {
      all.add(child);
      collect(child, all);
    }
  }

  /**
   * The fields of a name.
   *
   * @param name the end of a path, with dots: {@code hpa}, {@code services.hpa}, {@code
   *     environments.services.hpa}; {@code []} after lists is taken too, and so is the name of a
   *     file
   * @return one for a whole path; all that end so otherwise; none if there is no such field
   */
  public static List<FieldEntry> find(String name) {
    List<String> wanted = keys(name);
    List<FieldEntry> found = new ArrayList<>();
    for (FieldEntry file : files()) {
      if (file.file().names().contains(name.strip())) {
        return List.of(file);
      }
      for (FieldEntry field : fields(file.file())) {
        if (field.path().equals(wanted)) {
          return List.of(field);
        }
        if (endsWith(field, wanted)) {
          found.add(field);
        }
      }
    }
    return found;
  }

  private static boolean endsWith(FieldEntry field, List<String> wanted) {
    List<String> whole = new ArrayList<>();
    whole.add(field.file().baseName());
    whole.addAll(field.path());
    int from = whole.size() - wanted.size();
    return from >= 0 && whole.subList(from, whole.size()).equals(wanted);
  }

  private static List<String> keys(String name) {
    return List.of(name.strip().replace("[]", "").split("\\."));
  }

  /** The path that was most likely meant by one that is not there. */
  public static Optional<String> nearest(String name) {
    List<String> wanted = keys(name);
    Set<String> known = new LinkedHashSet<>();
    for (FileKind file : FileKind.values()) {
      for (FieldEntry field : fields(file)) {
        int from = Math.max(0, field.path().size() - wanted.size());
        known.add(String.join(".", field.path().subList(from, field.path().size())));
      }
    }
    return Wording.nearest(String.join(".", wanted), known);
  }
}
