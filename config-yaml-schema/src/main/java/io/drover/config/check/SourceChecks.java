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

  static void dependencies(List<Fields> dependencies, String nameKey, Problems out) {
    for (Fields dependency : dependencies) {
      String type = dependency.text("type").orElse("debian-package");
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
