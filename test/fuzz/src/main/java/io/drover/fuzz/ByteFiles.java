package io.drover.fuzz;

import io.drover.config.schema.FileKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Any bytes as one of the three files, beside two short valid ones. */
final class ByteFiles {
  private static final Map<FileKind, byte[]> SHORTEST =
      Map.of(
          FileKind.BUILD,
          utf8("project: shop\ncomponents:\n  - {name: catalog, build: [make]}\n"),
          FileKind.APPLICATION,
          utf8(
              "project: shop\napplications:\n  - name: catalog\n    runtime: debian:12\n"
                  + "    dependencies: [{name: catalog, origin: catalog}]\n"),
          FileKind.ENVIRONMENTS,
          utf8("project: shop\nenvironments:\n  - {name: dev, services: [catalog]}\n"));

  private ByteFiles() {}

  static Map<FileKind, byte[]> from(byte[] input, Seeds seeds) {
    Map<FileKind, byte[]> files = new EnumMap<>(SHORTEST);
    if (input.length > 0) {
      FileKind kind = FileKind.OF_PROJECT.get((input[0] & 0xFF) % FileKind.OF_PROJECT.size());
      files.put(kind, Arrays.copyOfRange(input, 1, input.length));
    }
    return files;
  }

  static List<byte[]> inputs(Seeds seeds) {
    List<byte[]> inputs = new ArrayList<>();
    for (Map<FileKind, byte[]> files : seeds.cases()) {
      files.forEach((kind, bytes) -> inputs.add(input(kind, bytes)));
    }
    return inputs;
  }

  private static byte[] input(FileKind kind, byte[] file) {
    byte[] input = new byte[file.length + 1];
    input[0] = (byte) kind.ordinal();
    System.arraycopy(file, 0, input, 1, file.length);
    return input;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
