package io.drover.fuzz;

import io.drover.config.schema.FileKind;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/** Valid files with some changes, and with secrets in them. */
final class MutatedFiles {
  private static final int MOST_CHANGES = 8;
  private static final int LONGEST_COPY = 64;

  /** The key before a secret is left alone: without it nobody can know that it is one. */
  private static final int BEFORE_A_SECRET = 10;

  private MutatedFiles() {}

  static Map<FileKind, byte[]> from(byte[] input, Seeds seeds) {
    Choices choices = new Choices(input);
    Map<FileKind, byte[]> seed = choices.of(seeds.cases());
    Map<FileKind, String> texts = new EnumMap<>(FileKind.class);
    for (FileKind kind : FileKind.OF_PROJECT) {
      byte[] bytes = seed.getOrDefault(kind, new byte[0]);
      texts.put(kind, plant(new String(bytes, StandardCharsets.UTF_8)));
    }
    for (int i = 0; i < MOST_CHANGES && !choices.isEmpty(); i++) {
      texts.computeIfPresent(
          choices.of(FileKind.OF_PROJECT), (kind, text) -> change(text, choices));
    }
    Map<FileKind, byte[]> files = new EnumMap<>(FileKind.class);
    texts.forEach((kind, text) -> files.put(kind, text.getBytes(StandardCharsets.UTF_8)));
    return files;
  }

  /** Puts secrets in place of some values that the schema says are secret. */
  private static String plant(String text) {
    return text.replace("C.UTF-8", Planted.VALUE)
        .replace("\"#shop\"", Planted.TOKEN)
        .replaceAll("(?m)(\\{name: [A-Z_]+, value: )[a-z0-9]+\\}", "$1" + Planted.VALUE + "}");
  }

  private static String change(String text, Choices choices) {
    int start = choices.below(text.length() + 1);
    int end = Math.min(text.length(), start + choices.below(16));
    String by = replacement(text, choices);
    return touchesSecret(text, start, end)
        ? text
        : text.substring(0, start) + by + text.substring(end);
  }

  private static String replacement(String text, Choices choices) {
    return switch (choices.below(4)) {
      case 0 -> choices.of(Traps.PIECES);
      case 1 -> choices.of(Traps.SCALARS);
      case 2 -> "";
      default -> {
        int start = choices.below(text.length() + 1);
        int end = Math.min(text.length(), start + choices.below(LONGEST_COPY));
        yield touchesSecret(text, start, end) ? "" : text.substring(start, end);
      }
    };
  }

  private static boolean touchesSecret(String text, int start, int end) {
    for (int at = text.indexOf(Planted.VALUE); at >= 0; ) {
      if (start <= at + Planted.VALUE.length() && end > at - BEFORE_A_SECRET) {
        return true;
      }
      at = text.indexOf(Planted.VALUE, at + 1);
    }
    int token = text.indexOf(Planted.TOKEN);
    return token >= 0 && start < token + Planted.TOKEN.length() && end > token;
  }
}
