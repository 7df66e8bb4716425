package io.drover.engine.image.layers;

import io.drover.engine.file.ContentKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The maintainer scripts that were read by a person; see {@code known-scripts.txt}. */
final class KnownScripts {
  private static final String LIST = "known-scripts.txt";
  private static final String TEXT = text();
  private static final List<Known> ALL = parse(TEXT);

  private KnownScripts() {}

  private record Known(Pattern name, String script, String fingerprint, List<String> effects) {}

  /**
   * What a script leaves behind.
   *
   * @param rest the script without what is known to do nothing
   * @return empty if the script is not known
   */
  static Optional<List<Effect>> find(String packageName, String script, String rest) {
    for (Known known : ALL) {
      Matcher name = known.name().matcher(packageName);
      if (known.script().equals(script) && name.matches()) {
        String part = name.groupCount() > 0 ? name.group(1) : "";
        String general = part.isEmpty() ? rest : rest.replace(part, "@name@");
        if (MaintainerScripts.fingerprint(general).equals(known.fingerprint())) {
          return Optional.of(
              known.effects().stream().flatMap(e -> effects(e, part).stream()).toList());
        }
      }
    }
    return Optional.empty();
  }

  private static List<Effect> effects(String line, String part) {
    String own = line.replace("@name@", part);
    if (own.startsWith("alternative ")) {
      return alternative(List.of(own.split(" ")));
    }
    String[] words = own.split(" ", 5);
    return List.of(
        switch (words[0]) {
          case "folder" -> new Effect.Folder(words[3], mode(words[1]), words[2]);
          case "file" ->
              new Effect.File(
                  words[3], mode(words[1]), words[2], words.length > 4 ? text(words[4]) : "");
          case "link" -> new Effect.Link(words[1], words[2]);
          case "copy" -> new Effect.Copy(words[2], words[1]);
          default -> throw new IllegalStateException("unknown effect in " + LIST + ": " + line);
        });
  }

  private static int mode(String octal) {
    return Integer.parseInt(octal, 8);
  }

  private static String text(String written) {
    return written.replace("\\n", "\n").replace("\\t", "\t");
  }

  /** As update-alternatives writes it where there is no other. */
  private static List<Effect> alternative(List<String> words) {
    List<Effect> effects = new ArrayList<>();
    List<String> heads = new ArrayList<>(List.of("auto", words.get(1)));
    List<String> paths = new ArrayList<>(List.of(words.get(3), words.get(4)));
    effects.addAll(links(words.get(1), words.get(2), words.get(3)));
    for (int i = 5; i + 2 < words.size(); i += 3) {
      heads.addAll(List.of(words.get(i + 1), words.get(i)));
      paths.add(words.get(i + 2));
      effects.addAll(links(words.get(i), words.get(i + 1), words.get(i + 2)));
    }
    String text = String.join("\n", heads) + "\n\n" + String.join("\n", paths) + "\n\n";
    effects.add(new Effect.File(Effect.ALTERNATIVES + words.get(2), 0644, "root:root", text));
    return effects;
  }

  private static List<Effect> links(String link, String name, String path) {
    String middle = "/etc/alternatives/" + name;
    return List.of(new Effect.Link(link, middle), new Effect.Link(middle, path));
  }

  /** Changes when the list does. */
  static String version() {
    return ContentKey.of(LIST).with(TEXT).hex();
  }

  private static List<Known> parse(String text) {
    List<Known> all = new ArrayList<>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (line.startsWith("  ")) {
        all.get(all.size() - 1).effects().add(line.strip());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.split(" +");
        all.add(new Known(Pattern.compile(words[0]), words[1], words[2], new ArrayList<>()));
      }
    }
    return List.copyOf(all);
  }

  private static String text() {
    try (InputStream in = KnownScripts.class.getResourceAsStream(LIST)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
