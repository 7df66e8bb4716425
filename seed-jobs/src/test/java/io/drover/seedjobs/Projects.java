package io.drover.seedjobs;

import io.drover.config.model.Configuration;
import io.drover.config.reader.ConfigurationReader;
import io.drover.config.reader.ReadResult;
import io.drover.seedjobs.item.ProjectItems;
import io.drover.seedjobs.item.SeedSettings;
import io.drover.seedjobs.xml.ItemXml;
import io.drover.seedjobs.xml.Rendered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Projects for tests. */
public final class Projects {
  private Projects() {}

  /** Reads the three files of a folder, which must be right. */
  public static Configuration read(Path folder) {
    ReadResult result = ConfigurationReader.read(folder);
    return result
        .configuration()
        .orElseThrow(() -> new IllegalArgumentException(result.problems().get(0).toString()));
  }

  /** A project of components, each with an image, in some environments. */
  public static Rendered.Project render(Path folder, int components, String... environments)
      throws IOException {
    write(folder, components, environments);
    return ItemXml.of(ProjectItems.of(read(folder), SeedSettings.DEFAULT));
  }

  /** Writes the files of such a project. */
  public static void write(Path folder, int components, String... environments) throws IOException {
    String names = each(components, "  - {name: c%d, build: [{shell: make}]}\n");
    String images =
        each(
            components,
            "  - {name: c%1$d, runtime: debian, dependencies: [{name: package, type: debian-package, origin: {build: c%1$d}}]}\n");
    StringBuilder text = new StringBuilder("project: shop\nenvironments:\n");
    for (String environment : environments) {
      text.append("  - name: %s\n    services: [{name: c0}]\n".formatted(environment));
    }
    write(folder, "build.yaml", "project: shop\ncomponents:\n" + names);
    write(folder, "application.yaml", "project: shop\napplications:\n" + images);
    write(folder, "environments.yaml", text.toString());
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name), text.replaceAll(":\n$", ": []\n"));
  }

  private static String each(int count, String line) {
    return IntStream.range(0, count).mapToObj(line::formatted).collect(Collectors.joining());
  }
}
