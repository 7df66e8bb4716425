package io.drover.cli.init;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Says what was written, and what to do next. */
final class Summary {
  private final PrintWriter out;
  private final Path folder;

  Summary(PrintWriter out, Path folder) {
    this.out = out;
    this.folder = folder;
  }

  void print(ProjectName project, Recipe recipe, List<String> files, boolean all) {
    boolean here = folder.normalize().toString().isEmpty();
    out.println(
        "Wrote project %s, %d files%s:"
            .formatted(project.label(), files.size(), here ? "" : " in " + folder));
    files.forEach(file -> out.println("  " + file));
    if (!recipe.notes().isEmpty()) {
      out.println("Look at this before the first run:");
      recipe.notes().forEach(note -> out.println("  " + note));
    }
    out.println("Next:");
    if (!here) {
      out.println("  cd " + quoted(folder.toString()));
    }
    boolean repository = inRepository();
    if (!repository) {
      out.println("  git init");
    }
    // Of a repository with a project only what is ours: who knows what else lies about in it.
    out.println("  git add " + (all || !repository ? "-A" : paths(files)));
    out.println("  git commit -m \"Build and deploy with Drover\"");
    out.println("  drover run");
    out.flush();
  }

  private static String paths(List<String> files) {
    return files.stream()
        .map(file -> file.replaceFirst("/.*", ""))
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private boolean inRepository() {
    for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) {
        return true;
      }
    }
    return false;
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9/._~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
