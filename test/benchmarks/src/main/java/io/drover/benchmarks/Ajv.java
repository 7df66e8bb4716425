package io.drover.benchmarks;

import io.drover.config.schema.FileKind;
import io.drover.config.schema.Schemas;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A check of the same files against the same schemas with ajv-cli, the common tool for it. It sees
 * the structure of each file and nothing across them, and reads JSON that was converted before.
 */
final class Ajv {
  private static final String VERSION = "5.0.0";
  private static final String JS_YAML_VERSION = "4.1.0";

  private final Path folder;

  private Ajv(Path folder) {
    this.folder = folder;
  }

  /** Installs it from the npm registry into a folder, unless it is there. */
  static Ajv install(Path folder) throws IOException, InterruptedException {
    Ajv ajv = new Ajv(folder);
    if (!Files.exists(ajv.program("ajv"))) {
      Files.createDirectories(folder);
      Commands.run(
          List.of(
              "npm",
              "install",
              "--no-audit",
              "--no-fund",
              "--prefix",
              folder.toString(),
              "ajv-cli@" + VERSION,
              "js-yaml@" + JS_YAML_VERSION),
          folder);
    }
    for (FileKind kind : FileKind.OF_PROJECT) {
      Files.writeString(ajv.schema(kind), Schemas.json(kind));
    }
    return ajv;
  }

  /** Converts a project to JSON; one command for each file checks it. */
  List<List<String>> commands(Path project) throws IOException, InterruptedException {
    List<List<String>> commands = new ArrayList<>();
    for (FileKind kind : FileKind.OF_PROJECT) {
      Path json = project.resolve(kind.baseName() + ".json");
      Path yaml = project.resolve(kind.preferredName());
      Commands.run(
          List.of(program("js-yaml").toString(), yaml.toString()),
          project,
          Redirect.to(json.toFile()));
      commands.add(
          List.of(
              program("ajv").toString(),
              "validate",
              "--strict=false",
              "-s",
              schema(kind).toString(),
              "-d",
              json.toString()));
    }
    return commands;
  }

  private Path program(String name) {
    return folder.resolve("node_modules/.bin").resolve(name);
  }

  private Path schema(FileKind kind) {
    return folder.resolve(kind.baseName() + ".schema.json");
  }
}
