package io.drover.seedjobs.item;

import static org.assertj.core.api.Assertions.assertThat;

import groovy.lang.GroovyShell;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the Groovy that Jenkins has. */
class GroovyStringTest {
  private static String read(String literal) {
    return (String) new GroovyShell().evaluate("return " + literal);
  }

  @Test
  void everyCharacterIsReadAsItWasWritten() {
    for (int from = 0; from <= 0xffff; from += 0x800) {
      StringBuilder all = new StringBuilder();
      for (int c = from; c < from + 0x800; c++) {
        all.append((char) c);
      }
      assertThat(read(GroovyString.of(all.toString())))
          .isEqualTo(all.toString().replace('\uffff', '\ufffd'));
    }
  }

  @Test
  void everyPairOfCharactersWithAMeaningIsReadAsItWasWritten() {
    List<String> special =
        List.of(
            "'", "\\", "\"", "$", "{", "}", "\n", "\r", "\t", "u", "0041", "/", "*", "\u2028", "🚀",
            "\0", "n");
    StringBuilder all = new StringBuilder();
    for (String one : special) {
      for (String two : special) {
        for (String three : special) {
          all.append(one).append(two).append(three).append(' ');
        }
      }
    }
    String text = all.toString();
    for (int from = 0; from < text.length(); from += 4_000) {
      String part = text.substring(from, Math.min(text.length(), from + 4_000));
      assertThat(read(GroovyString.of(part))).isEqualTo(part);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "build:x'); Jenkins.instance.doQuietDown(); ('",
        "${System.exit(1)}",
        "\\'); println 'x",
        "\\u0027); println(\\u0027"
      })
  void aNameCannotBecomeCode(String name) {
    assertThat(Script.call("droverTask", name).lines()).hasSize(2);
    assertThat(read(GroovyString.of(name))).isEqualTo(name);
  }
}
