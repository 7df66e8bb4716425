package io.drover.engine.image.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A paragraph of a Debian control file. Source: Debian policy, chapter 5.
 *
 * @param fields names as written to values, the lines after the first with the blank they begin
 *     with
 */
record Stanza(Map<String, String> fields) {
  /** The order that dpkg writes its status in; what it does not know comes after these. */
  private static final List<String> ORDER =
      List.of(
          "Package",
          "Essential",
          "Protected",
          "Status",
          "Priority",
          "Section",
          "Installed-Size",
          "Origin",
          "Maintainer",
          "Bugs",
          "Architecture",
          "Multi-Arch",
          "Source",
          "Version",
          "Replaces",
          "Provides",
          "Depends",
          "Pre-Depends",
          "Recommends",
          "Suggests",
          "Breaks",
          "Conflicts",
          "Enhances",
          "Conffiles",
          "Description");

  Stanza {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  static List<Stanza> parse(String text) {
    List<Stanza> stanzas = new ArrayList<>();
    Map<String, String> fields = new LinkedHashMap<>();
    String name = "";
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (line.isBlank()) {
        if (!fields.isEmpty()) {
          stanzas.add(new Stanza(fields));
          fields = new LinkedHashMap<>();
        }
      } else if (line.startsWith(" ") || line.startsWith("\t")) {
        fields.merge(name, line, (value, more) -> value + "\n" + more);
      } else {
        name = line.substring(0, Math.max(0, line.indexOf(':')));
        fields.put(name, line.substring(line.indexOf(':') + 1).strip());
      }
    }
    if (!fields.isEmpty()) {
      stanzas.add(new Stanza(fields));
    }
    return stanzas;
  }

  /** A field's value; empty if there is no such field. */
  String get(String field) {
    return Optional.ofNullable(fields.get(field)).orElse("");
  }

  Stanza with(String field, String value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(field, value);
    return new Stanza(more);
  }

  /** Name, and architecture where packages of several may be installed side by side. */
  String dpkgName() {
    String name = get("Package");
    return get("Multi-Arch").equals("same") ? name + ":" + get("Architecture") : name;
  }

  /** The paragraph as dpkg writes it, with an empty line after it. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (String field : ORDER) {
      if (fields.containsKey(field)) {
        append(text, field);
      }
    }
    fields.keySet().stream().filter(f -> !ORDER.contains(f)).forEach(f -> append(text, f));
    return text.append('\n').toString();
  }

  private void append(StringBuilder text, String field) {
    String value = fields.get(field);
    text.append(field).append(value.startsWith("\n") ? ":" : ": ").append(value).append('\n');
  }
}
