package io.drover.engine.image;

import static io.drover.engine.image.Installation.AptSource.CODENAME;
import static io.drover.engine.image.Installation.AptSource.KEY_FILE;

import io.drover.engine.WorkFailedException;
import io.drover.engine.image.Installation.AptSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Extra apt repositories as the files name them, and as apt wants them: in deb822 form, see
 * sources.list(5). What add-apt-repository makes of an address is made of it here, too.
 */
public final class AptRepository {
  private static final Pattern LINE = Pattern.compile("deb\\s+(?:\\[([^]]*)]\\s*)?(\\S+)\\s+(.+)");
  private static final Pattern PPA = Pattern.compile("ppa:([^/]+)/(.+)");

  private AptRepository() {}

  /**
   * The source of a repository.
   *
   * @param repository {@code ppa:owner/name}, a {@code deb …} line, or a URL, which has a suite for
   *     each code name
   * @param key key id, URL or armored key; empty: Launchpad knows a ppa's, and of others the base
   *     has to trust the key already
   * @throws WorkFailedException if it cannot be used
   */
  public static AptSource source(String repository, Optional<String> key) {
    Matcher ppa = PPA.matcher(repository);
    if (ppa.matches()) {
      String uri =
          "https://ppa.launchpadcontent.net/%s/%s/ubuntu".formatted(ppa.group(1), ppa.group(2));
      return source(uri, List.of(CODENAME, "main"), Map.of(), Optional.of(key.orElse(repository)));
    }
    if (!repository.startsWith("deb")) {
      return source(repository, List.of(CODENAME, "main"), Map.of(), key);
    }
    Matcher line = LINE.matcher(repository);
    if (!line.matches()) {
      throw new WorkFailedException(
          "the repository \"%s\" is no source of packages: write deb URL SUITE COMPONENT"
              .formatted(repository));
    }
    List<String> suiteAndComponents = List.of(line.group(3).strip().split("\\s+"));
    Map<String, String> options =
        options(repository, Optional.ofNullable(line.group(1)).orElse(""));
    return source(line.group(2), suiteAndComponents, options, key);
  }

  private static AptSource source(
      String uri,
      List<String> suiteAndComponents,
      Map<String, String> options,
      Optional<String> key) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Types", "deb");
    fields.put("URIs", uri);
    fields.put("Suites", suiteAndComponents.get(0));
    if (suiteAndComponents.size() > 1) {
      List<String> components = suiteAndComponents.subList(1, suiteAndComponents.size());
      fields.put("Components", String.join(" ", components));
    }
    fields.putAll(options);
    key.ifPresent(k -> fields.put("Signed-By", KEY_FILE));
    String deb822 =
        fields.entrySet().stream()
            .map(field -> field.getKey() + ": " + field.getValue() + "\n")
            .collect(Collectors.joining());
    return new AptSource(deb822, key);
  }

  /** {@code trusted=yes} and its like are not taken: what is not signed is not installed. */
  private static Map<String, String> options(String repository, String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String option :
        Arrays.stream(text.strip().split("\\s+")).filter(o -> !o.isEmpty()).toList()) {
      String value = option.substring(option.indexOf('=') + 1);
      switch (option.replaceFirst("=.*", "")) {
        case "arch" -> fields.put("Architectures", value.replace(',', ' '));
        case "signed-by" -> fields.put("Signed-By", value);
        default ->
            throw new WorkFailedException(
                "the repository \"%s\" has the option %s, which is not taken; arch and signed-by are. A key is given as repository_key"
                    .formatted(repository, option));
      }
    }
    return fields;
  }
}
