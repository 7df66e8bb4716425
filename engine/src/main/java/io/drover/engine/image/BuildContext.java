package io.drover.engine.image;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A folder from which an engine that takes Dockerfiles builds an image. The Dockerfile always says
 * the same: the base is an argument of it, what is installed stands in files beside it, and the
 * settings of the image are not its business. So nothing of the YAML files becomes a part of a
 * program's text, and the files are seen only while packages are installed.
 */
final class BuildContext {
  /** The argument that names the base. */
  static final String BASE = "BASE";

  private static final String WORDS = "words";

  private static final String HEAD =
      """
      ARG %s
      FROM ${%s}
      USER 0
      """
          .formatted(BASE, BASE);

  /** xargs hands the words on as they are; the variables make no part of the image. */
  private static final String INSTALL =
      """
      RUN --mount=type=bind,source=%s,target=%s ["sh", "-c", "xargs -0 env < %s/%s"]
      """;

  private BuildContext() {}

  /**
   * Fills a folder with all that a recipe needs.
   *
   * @param folder an empty folder, to be deleted afterwards: it may hold credentials
   * @throws WorkFailedException if something cannot be had
   */
  static void write(ImageRecipe recipe, PackageSupply supply, Path folder, Consumer<String> log)
      throws InterruptedException {
    StringBuilder dockerfile = new StringBuilder(HEAD);
    for (int i = 0; i < recipe.installations().size(); i++) {
      Installation installation = recipe.installations().get(i);
      String name = "install-" + i;
      Path supplies = Trees.make(folder.resolve(name));
      List<String> words = supply.provide(installation, recipe.cached(), supplies);
      write(supplies.resolve(WORDS), String.join("\0", words) + "\0");
      String mounted = PackageSupply.MOUNTED;
      dockerfile.append(INSTALL.formatted(name, mounted, mounted, WORDS));
      log.accept("+ install " + String.join(" ", installation.names()));
    }
    write(folder.resolve("Dockerfile"), dockerfile.toString());
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new WorkFailedException("could not write %s: %s".formatted(file, Trees.why(e)), e);
    }
  }
}
