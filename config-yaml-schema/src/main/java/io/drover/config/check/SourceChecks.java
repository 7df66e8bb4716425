package io.drover.config.check;

import io.drover.config.problem.Problems;
import io.drover.config.problem.Wording;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks what components, applications and tests share: repositories and packages. */
final class SourceChecks {
  private static final Map<String, Pattern> NAMES =
      Map.of(
          "debian-package", Pattern.compile("[a-z0-9][a-z0-9+.-]+(:[a-z0-9]+)?"),
          "apk-package", Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]*"),
          "pip-package",
              Pattern.compile(
                  "[A-Za-z0-9][A-Za-z0-9._-]*(\\[[A-Za-z0-9._-]+(,[A-Za-z0-9._-]+)*])?"),
          "gem-package", Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*"),
          "npm-package", Pattern.compile("(@[a-z0-9][a-z0-9._-]*/)?[A-Za-z0-9][A-Za-z0-9._-]*"));

  private SourceChecks() {}

  static void repository(Fields repository, Problems out) {
    for (String key : List.of("branch", "credentials")) {
      if (repository.has(key) && !repository.has("git")) {
        out.error(
            repository.keyPlace(key),
            "git-missing",
            "`" + key + "` is only for a repository of its own",
            "give its URL as `git`, or remove `" + key + "`");
      }
    }
  }

  /**
   * Checks packages to install.
   *
   * @param base the image that they are installed on
   */
  static void dependencies(List<Fields> dependencies, String nameKey, String base, Problems out) {
    for (Fields dependency : dependencies) {
      String type = dependency.text("type").orElse("debian-package");
      manager(dependency, nameKey, type, base, out);
      dependency.scalar(nameKey).ifPresent(name -> packageName(name, type, out));
      if (dependency.has("location") && !dependency.has("sha256")) {
        out.warning(
            dependency.keyPlace("location"),
            "unverified-download",
            "whatever is served there is installed",
            "add `sha256` with the digest of the file");
      }
      ignored(dependency, "sha256", "location", out);
      ignored(dependency, "repository_key", "repository", out);
    }
  }

  /** The image that an agent is made from. */
  static String base(Fields agent) {
    return agent.text("runtime").or(() -> agent.text("os")).orElse("linux");
  }

  /** Names of bases tell which package manager they have; of other names nothing is known. */
  private static void manager(
      Fields dependency, String nameKey, String type, String base, Problems out) {
    String distribution =
        base.replaceFirst("@.*", "").replaceFirst(".*/", "").replaceFirst(":.*", "");
    boolean alpine = distribution.equals("alpine");
    boolean debian = List.of("linux", "debian", "ubuntu").contains(distribution);
    if ((alpine && type.equals("debian-package")) || (debian && type.equals("apk-package"))) {
      dependency
          .scalar(nameKey)
          .ifPresent(
              name ->
                  out.error(
                      name.place(),
                      "wrong-package-manager",
                      Wording.quote(name.text())
                          + " is of type "
                          + type
                          + ", and "
                          + base
                          + " has no package manager for it",
                      alpine
                          ? "write `type: apk-package` with the name of Alpine's package"
                          : "write `type: debian-package` with the name of Debian's package"));
    }
    if (type.equals("debian-package")) {
      return;
    }
    for (String key : List.of("repository", "location")) {
      if (dependency.has(key)) {
        out.error(
            dependency.keyPlace(key),
            "wrong-package-manager",
            "`" + key + "` is for Debian packages, and this is of type " + type,
            "remove `"
                + key
                + "`; where the other kinds come from is set on the machine that installs them");
      }
    }
  }

  private static void packageName(Text name, String type, Problems out) {
    if (!NAMES.get(type).matcher(name.text()).matches()) {
      out.error(
          name.place(),
          "bad-package",
          Wording.quote(name.text()) + " is not the name of a " + type.replace('-', ' '),
          "write the name as its package manager does; a version belongs in `version`");
    }
  }

  private static void ignored(Fields fields, String key, String without, Problems out) {
    if (fields.has(key) && !fields.has(without)) {
      out.warning(
          fields.keyPlace(key),
          "ignored-key",
          "`" + key + "` says nothing without `" + without + "`",
          "");
    }
  }
}
