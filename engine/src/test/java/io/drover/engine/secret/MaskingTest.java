package io.drover.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamWriter;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class MaskingTest {
  @TempDir Path folder;

  /** How others write a value, by means that the code under test does not share. */
  enum Written {
    PLAIN(value -> value),
    FORM(value -> URLEncoder.encode(value, StandardCharsets.UTF_8)),
    URL(value -> URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20")),
    URL_ALL(Written::everyByte),
    JSON(Written::json),
    JSON_IN_JSON(value -> json(value).replace("/", "\\/")),
    SHELL(value -> "'" + value.replace("'", "'\\''") + "'"),
    SHELL_DOUBLE(value -> "\"" + value.replaceAll("[\"$`\\\\]", "\\\\$0") + "\""),
    SHELL_BACKSLASHES(value -> value.replaceAll("[^A-Za-z0-9]", "\\\\$0")),
    XML(Written::xml),
    BASE64_IN_URL(
        value ->
            URLEncoder.encode(
                Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8)),
    BASE64_MIME(
        value ->
            Base64.getMimeEncoder(8, "\r\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(value.getBytes(StandardCharsets.UTF_8)));

    private final UnaryOperator<String> writer;

    Written(UnaryOperator<String> writer) {
      this.writer = writer;
    }

    private static String everyByte(String value) {
      StringBuilder text = new StringBuilder();
      for (byte one : value.getBytes(StandardCharsets.UTF_8)) {
        text.append("%%%02x".formatted(one));
      }
      return text.toString();
    }

    private static String json(String value) {
      try {
        return new ObjectMapper().writeValueAsString(value);
      } catch (java.io.IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String xml(String value) {
      try {
        StringWriter text = new StringWriter();
        XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        writer.writeCharacters(value);
        writer.close();
        return text.toString();
      } catch (javax.xml.stream.XMLStreamException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.strings()
        .withCharRange('!', '~')
        .withChars(" \t\n\u00e4\u20ac")
        .ofMinLength(4)
        .ofMaxLength(60)
        .map(String::strip)
        .filter(value -> Form.withoutBlanks(value).length() >= Masking.SHORTEST)
        .filter(value -> value.replaceAll("[\\s'\"\\\\]", "").length() >= Masking.SHORTEST);
  }

  private static Masking hiding(String... values) {
    Masking masking = new Masking();
    for (String value : values) {
      masking.hide(value);
    }
    return masking;
  }

  @Property(tries = 300)
  void aValueIsNotSeenHoweverItIsWritten(
      @ForAll("values") String value, @ForAll Written way, @ForAll @NumericChars String around) {
    String written = way.writer.apply(value);
    String masked = hiding(value).mask("<" + around + " " + written + " " + around + ">");
    String quotes = masked.replaceAll("[\\s'\"\\\\]", "");
    assertThat(quotes).matches("<" + around + "[$]?[*]{4,}" + around + ">");
  }

  @Property(tries = 300)
  void aValueIsNotSeenInBase64OfALongerText(
      @ForAll @AlphaChars @StringLength(min = 4, max = 40) String value,
      @ForAll @NumericChars @StringLength(max = 9) String before,
      @ForAll @NumericChars @StringLength(max = 9) String after) {
    byte[] bytes = (before + value + after).getBytes(StandardCharsets.UTF_8);
    for (Base64.Encoder encoder :
        List.of(
            Base64.getEncoder(),
            Base64.getUrlEncoder(),
            Base64.getEncoder().withoutPadding(),
            Base64.getUrlEncoder().withoutPadding())) {
      String written = encoder.encodeToString(bytes);
      int first = before.length() * 8 / 6;
      int last = ((before + value).length() * 8 + 5) / 6;
      String rest = after.isEmpty() ? "" : written.substring(last);
      String masked = hiding(value).mask(written);
      // Where a value repeats itself it is found at other places, too: then less is seen.
      assertThat(written.substring(0, first)).startsWith(masked.split("[*]+", -1)[0]);
      assertThat(rest).endsWith(masked.split("[*]+", -1)[1]);
    }
  }

  @Property(tries = 300)
  void aValueIsNotSeenAcrossThePiecesOfAText(
      @ForAll("values") String value,
      @ForAll Written way,
      @ForAll @NumericChars String around,
      @ForAll @IntRange(min = 1, max = 20) int piece) {
    String text = "<" + around + way.writer.apply(value).replaceAll("[\r\n]", "") + around + ">";
    List<String> seen = new ArrayList<>();
    try (MaskedLines lines = hiding(value).lines(seen::add)) {
      for (int at = 0; at < text.length(); at += piece) {
        lines.accept(text.substring(at, Math.min(text.length(), at + piece)));
      }
    }
    // The first character may be seen where a piece ends with it, and a sign that is not complete.
    String rest = String.join("", seen).replaceAll("[\\s'\"\\\\]", "");
    assertThat(rest).startsWith("<" + around).endsWith(around + ">");
    String middle =
        rest.substring(1 + around.length(), rest.length() - around.length() - 1).replace("*", "");
    assertThat(middle.length()).isLessThan(way.name().matches(".*(URL|FORM).*") ? 21 : 12);
  }

  /** None of these letters is in the Base64 of digits, which might be kept back as a beginning. */
  @Property(tries = 300)
  void aTextWithoutValuesStaysAsItIsAndIsNotKeptBack(
      @ForAll @CharRange(from = 'p', to = 's') String text,
      @ForAll @NumericChars @StringLength(min = 4) String value) {
    Masking masking = hiding(value);
    assertThat(masking.mask(text)).isEqualTo(text);
    List<String> seen = new ArrayList<>();
    masking.lines(seen::add).accept(text);
    assertThat(seen).containsExactly(text);
  }

  @Test
  void aKeyOfSeveralLinesIsMaskedLineByLineAndWhereItIsWrapped() {
    String key =
        "-----BEGIN KEY-----\nabcdefghijklmnop\nqrstuvwxyz012345\nxy=\n-----END KEY-----\n";
    Masking masking = hiding(key);
    assertThat(masking.mask("only qrstuvwxyz012345 of it")).isEqualTo("only **** of it");
    assertThat(masking.mask(key)).isEqualTo("****\n****\n****\n****\n****\n");
    List<String> seen = new ArrayList<>();
    try (MaskedLines lines = masking.lines(seen::add)) {
      key.lines().map(line -> "  " + line).forEach(lines);
      lines.accept("after");
    }
    assertThat(seen).containsExactly("  ****", "****", "****", "****", "****", "after");
  }

  @Test
  void aLineThatMayBeginAValueComesWithTheOneThatDecides() {
    List<String> seen = new ArrayList<>();
    MaskedLines lines = hiding("hunter2hunter3").lines(seen::add);
    lines.accept("one hunter2");
    assertThat(seen).isEmpty();
    lines.accept("two");
    assertThat(seen).containsExactly("one hunter2", "two");
    lines.accept("one hunter2");
    lines.accept("hunter3 two");
    lines.close();
    assertThat(seen.subList(2, 4)).containsExactly("one ****", "**** two");
  }

  @Test
  void whatIsTooShortIsSaidAndNotMasked() {
    Masking masking = new Masking();
    assertThat(masking.hide("abc")).isFalse();
    assertThat(masking.hide(" a b ")).isFalse();
    assertThat(masking.mask("abc")).isEqualTo("abc");
    assertThat(masking.hide("abcd")).isTrue();
    assertThat(masking.mask("abcde")).isEqualTo("****e");
  }

  @Test
  void theLongestOfSeveralValuesWins() {
    assertThat(hiding("pass", "password", "word").mask("password passport words"))
        .isEqualTo("**** ****port ****s");
  }

  @Test
  @Timeout(60)
  void alikeBeginningsTakeNoMoreTimeThanTheTextIsLong() {
    String value = "a".repeat(4000) + "b";
    String text = "a".repeat(2_000_000);
    assertThat(hiding(value).mask(text + value).toLowerCase(Locale.ROOT)).isEqualTo(text + "****");
  }

  @Test
  void filesAreCopiedWithoutValues() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "\u00e4 hunter2\n");
    byte[] bytes = "\u00ff hunter2 \u00fe".getBytes(StandardCharsets.ISO_8859_1);
    Path binary = Files.write(folder.resolve("binary"), bytes);
    Masking masking = hiding("hunter2");
    masking.copy(text, folder.resolve("a/text"));
    masking.copy(binary, folder.resolve("a/binary"));
    assertThat(folder.resolve("a/text")).hasContent("\u00e4 ****\n");
    assertThat(folder.resolve("a/binary"))
        .hasBinaryContent("\u00ff **** \u00fe".getBytes(StandardCharsets.ISO_8859_1));
  }
}
