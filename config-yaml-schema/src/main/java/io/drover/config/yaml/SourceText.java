package io.drover.config.yaml;

import io.drover.config.tree.Place;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.yaml.snakeyaml.reader.StreamReader;

/** Bytes of a file made text, or the place where they are none. */
final class SourceText {
  /**
   * The scanner takes quadratic time for the length of a token, which never is more than a line.
   */
  private static final int LONGEST_LINE = 128 * 1024;

  private SourceText() {}

  /** Decodes UTF-8 strictly; a byte order mark is dropped. */
  static String decode(byte[] bytes) {
    if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
      throw new YamlProblem(Place.START, "bad-encoding", "the file is UTF-16", "save it as UTF-8");
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (result.isError()) {
      throw new YamlProblem(
          placeAt(withoutMark, withoutMark.length()),
          "bad-encoding",
          String.format(Locale.ROOT, "byte 0x%02X is not UTF-8", bytes[in.position()] & 0xFF),
          "save the file as UTF-8");
    }
    requirePrintable(withoutMark);
    requireShortLines(withoutMark);
    // the scanner does not see that a line ends here, and goes on counting columns
    return withoutMark.endsWith("\r") ? withoutMark + "\n" : withoutMark;
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
  }

  private static void requirePrintable(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!StreamReader.isPrintable(c) || isForeignBreak(c)) {
        throw new YamlProblem(
            placeAt(text, i),
            "bad-character",
            String.format(Locale.ROOT, "character U+%04X has no place in a text file", c),
            "remove it; in a double-quoted text it can be written as an escape");
      }
      i += Character.charCount(c);
    }
  }

  /** What ends a line in YAML 1.1 and nowhere else: every place after it would be a wrong one. */
  private static boolean isForeignBreak(int c) {
    return c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  private static void requireShortLines(String text) {
    for (int start = 0; start < text.length(); ) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      if (end - start > LONGEST_LINE) {
        throw new YamlProblem(
            placeAt(text, start), "long-line", "the line is longer than 128 KiB", "break it up");
      }
      start = end + 1;
    }
  }

  private static Place placeAt(String text, int end) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean partOfPair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (c == '\n' || (c == '\r' && !partOfPair)) {
        line++;
        lineStart = i + 1;
      }
    }
    return new Place(line, text.codePointCount(lineStart, end) + 1);
  }
}
