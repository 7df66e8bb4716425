package io.drover.engine.image.sbom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.image.sbom.FoundPackage.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files in which package managers note what they installed. */
final class PackageLists {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Pattern DPKG = Pattern.compile("var/lib/dpkg/status(\\.d/[^/]+)?");
  private static final Pattern APK = Pattern.compile("(usr/)?lib/apk/db/installed");

  /** What Debian's own packages bring is in dpkg's list already. */
  private static final Pattern DEBIANS =
      Pattern.compile("usr/(lib/python3/dist-packages|share/(nodejs|rubygems-integration))/.*");

  private static final Pattern PYTHON =
      Pattern.compile(".*-packages/[^/]+\\.(dist-info/METADATA|egg-info/PKG-INFO|egg-info)");
  private static final Pattern NODE =
      Pattern.compile("(.*/)?node_modules/(@[^/]+/)?[^/@.][^/]*/package\\.json");
  private static final Pattern RUBY =
      Pattern.compile(".*/specifications/(?:default/)?([^/]+?)-([0-9][^/-]*)(?:-[^/]+)?\\.gemspec");

  private PackageLists() {}

  /** Whether a file of an image, by its path without a slash in front, says what is installed. */
  static boolean isOne(String path) {
    return DPKG.matcher(path).matches()
        || APK.matcher(path).matches()
        || !DEBIANS.matcher(path).matches()
            && (PYTHON.matcher(path).matches()
                || NODE.matcher(path).matches()
                || RUBY.matcher(path).matches());
  }

  /** The packages that such a file tells of. */
  static List<FoundPackage> read(String path, String text) {
    if (DPKG.matcher(path).matches()) {
      return stanzas(text).flatMap(stanza -> debian(stanza).stream()).toList();
    }
    if (APK.matcher(path).matches()) {
      return stanzas(text).flatMap(stanza -> alpine(stanza).stream()).toList();
    }
    Matcher ruby = RUBY.matcher(path);
    if (ruby.matches()) {
      return List.of(FoundPackage.of(Kind.GEM, ruby.group(1), ruby.group(2)));
    }
    return (NODE.matcher(path).matches() ? node(text) : python(text)).stream().toList();
  }

  private static java.util.stream.Stream<String> stanzas(String text) {
    return Arrays.stream(text.split("\n\\s*\n"));
  }

  private static Optional<FoundPackage> debian(String stanza) {
    Map<String, String> fields = fields(stanza);
    // Images without dpkg (status.d) say nothing of the state.
    boolean installed = fields.getOrDefault("Status", "ok installed").endsWith(" installed");
    return installed && fields.containsKey("Package") && fields.containsKey("Version")
        ? Optional.of(
            new FoundPackage(
                Kind.DEB,
                fields.get("Package"),
                fields.get("Version"),
                Optional.ofNullable(fields.get("Architecture"))))
        : Optional.empty();
  }

  private static Optional<FoundPackage> alpine(String stanza) {
    Map<String, String> fields = fields(stanza);
    return fields.containsKey("P") && fields.containsKey("V")
        ? Optional.of(
            new FoundPackage(
                Kind.APK, fields.get("P"), fields.get("V"), Optional.ofNullable(fields.get("A"))))
        : Optional.empty();
  }

  private static Optional<FoundPackage> python(String text) {
    Map<String, String> fields = fields(text.split("\n\\s*\n", 2)[0]);
    return fields.containsKey("Name") && fields.containsKey("Version")
        ? Optional.of(FoundPackage.of(Kind.PYPI, fields.get("Name"), fields.get("Version")))
        : Optional.empty();
  }

  private static Optional<FoundPackage> node(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      String name = json.path("name").asText();
      String version = json.path("version").asText();
      return name.isEmpty() || version.isEmpty()
          ? Optional.empty()
          : Optional.of(FoundPackage.of(Kind.NPM, name, version));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** {@code Name: value} lines; the first of a name counts, lines that go on do not. */
  private static Map<String, String> fields(String stanza) {
    Map<String, String> fields = new HashMap<>();
    for (String line : stanza.split("\n")) {
      int colon = line.indexOf(':');
      if (colon > 0 && !Character.isWhitespace(line.charAt(0))) {
        fields.putIfAbsent(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    return fields;
  }
}
