package io.drover.aptly.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UrlTest {

  private static final String CHARACTERS = "ab_/_.:%+ ?#&=~ö\"\\";

  @Test
  void aSegmentHoldsAnyCharacters() {
    assertThat(Url.of("repos", "a b/c+d%e?f", "packages").with("q", "x (>= 1), ö&y").toString())
        .isEqualTo("/repos/a%20b%2Fc%2Bd%25e%3Ff/packages?q=x%20%28%3E%3D%201%29%2C%20%C3%B6%26y");
  }

  @Test
  void everyPrefixThatIsNotRefusedIsReadBackAsItWas() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(8); n >= 0; n--) {
        text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
      }
      String prefix = text.toString();
      String segment = Url.of(Url.escape(prefix)).toString();
      assertThat(URI.create("http://h" + segment).getPath().substring(1))
          .isEqualTo(Url.escape(prefix));
      if (!prefix.contains("/_") && !prefix.contains("//")) {
        assertThat(asAptlyReads(Url.escape(prefix))).as(segment).isEqualTo(prefix);
      }
    }
  }

  /** slashEscape in aptly's api/publish.go. */
  private static String asAptlyReads(String escaped) {
    return escaped.replace("_", "/").replace("//", "_");
  }
}
