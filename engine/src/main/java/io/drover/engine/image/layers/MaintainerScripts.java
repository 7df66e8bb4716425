package io.drover.engine.image.layers;

import io.drover.engine.file.ContentKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says what a package's scripts would do on its first installation. Nothing is ever run: a script
 * is understood as a whole, or its package is refused. Understood are
 *
 * <ul>
 *   <li>the parts that debhelper puts into scripts, of which some do nothing in a container,
 *   <li>and what {@code known-scripts.txt} lists, word for word, with what it leaves behind.
 * </ul>
 */
final class MaintainerScripts {
  private static final List<String> SCRIPTS = List.of("preinst", "postinst");

  private static final Pattern SECTION =
      Pattern.compile(
          "(?ms)^# Automatically added by (\\w+)\\S*\\n.*?^# End automatically added section\\n?");

  /** Lines that do nothing by themselves. */
  private static final Pattern EMPTY =
      Pattern.compile("\\s*|\\s*#.*|\\s*set -e[ux]*\\s*|\\s*exit 0;?\\s*|\\s*:\\s*");

  private static final Pattern PYTHON = Pattern.compile("(?<=python)3\\.\\d+");

  /**
   * debhelper's programs whose parts do nothing as long as a program is not there. Byte code for
   * Python is a cache, which is not made; old configuration files are removed only on upgrades;
   * services are started by what runs the container.
   */
  private static final Map<String, String> HARMLESS_WITHOUT =
      Map.ofEntries(
          Map.entry("dh_python3", ""),
          Map.entry("dh_pypy", ""),
          Map.entry("dh_installdeb", ""),
          Map.entry("dh_installinit", "usr/lib/systemd/systemd"),
          Map.entry("dh_installsystemd", "usr/lib/systemd/systemd"),
          Map.entry("dh_installsystemduser", "usr/lib/systemd/systemd"),
          Map.entry("dh_systemd_enable", "usr/lib/systemd/systemd"),
          Map.entry("dh_systemd_start", "usr/lib/systemd/systemd"),
          Map.entry("dh_installtmpfiles", "usr/bin/systemd-tmpfiles"),
          Map.entry("dh_installmenu", "usr/bin/update-menus"),
          Map.entry("dh_icons", "usr/sbin/update-icon-caches"));

  private final FileTree base;

  MaintainerScripts(FileTree base) {
    this.base = base;
  }

  /**
   * What is to be done in place of a package's scripts.
   *
   * @param objections why it cannot be done; empty if it can
   * @param effects what the scripts leave behind
   */
  record Verdict(List<String> objections, List<Effect> effects) {}

  /**
   * Judges a package.
   *
   * @param stanza its control file
   * @param control its control archive
   */
  Verdict judge(Stanza stanza, Map<String, byte[]> control) {
    List<String> objections = new ArrayList<>();
    List<Effect> effects = new ArrayList<>();
    for (String script : SCRIPTS) {
      if (control.containsKey(script)) {
        String rest = rest(new String(control.get(script), StandardCharsets.UTF_8), stanza);
        if (!rest.isEmpty()) {
          Optional<List<Effect>> known = KnownScripts.find(stanza.get("Package"), script, rest);
          known.ifPresentOrElse(effects::addAll, () -> objections.add(objection(script, rest)));
        }
      }
    }
    return new Verdict(objections, effects);
  }

  /** What is left of a script when all that is known to do nothing is taken out. */
  private String rest(String script, Stanza stanza) {
    Matcher section = SECTION.matcher(script);
    String own =
        section.replaceAll(
            match -> isHarmless(match.group(1)) ? "" : Matcher.quoteReplacement(match.group()));
    String plain =
        own.lines()
            .filter(line -> !EMPTY.matcher(line).matches())
            .map(String::stripTrailing)
            .collect(Collectors.joining("\n"));
    String architecture = ":" + stanza.get("Architecture");
    Matcher python = PYTHON.matcher(plain);
    String version = python.find() ? python.group() : "";
    String general = plain.replaceAll(Pattern.quote(architecture) + "\\b", ":@architecture@");
    return version.isEmpty() ? general : general.replace(version, "@python@");
  }

  private boolean isHarmless(String debhelper) {
    String without = HARMLESS_WITHOUT.get(debhelper);
    return without != null && (without.isEmpty() || base.find(without).isEmpty());
  }

  private static String objection(String script, String rest) {
    return "its %s is not one that is known (%s)".formatted(script, fingerprint(rest));
  }

  /** By this a script is listed in {@code known-scripts.txt}. */
  static String fingerprint(String rest) {
    return ContentKey.of("script").with(rest).hex();
  }
}
