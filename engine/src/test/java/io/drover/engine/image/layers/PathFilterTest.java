package io.drover.engine.image.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathFilterTest {
  /** As in the images debian:*-slim. */
  private static final PathFilter SLIM =
      PathFilter.of(
          List.of(
              """
              # a comment
              path-exclude /usr/share/doc/*
              path-include /usr/share/doc/*/copyright
              path-exclude=/usr/share/man/*
              path-exclude /usr/share/locale/[!e]*/LC_MESSAGES
              """));

  @ParameterizedTest
  @CsvSource({
    "/usr/share/doc/curl/README, false, true",
    "/usr/share/doc/curl/copyright, false, false",
    "/usr/share/doc/curl, true, false",
    "/usr/share/man/man1/curl.1.gz, false, true",
    "/usr/share/man/man1, true, true",
    "/usr/share/man, true, false",
    "/usr/share/locale/de/LC_MESSAGES, true, true",
    "/usr/share/locale/en/LC_MESSAGES, true, false",
    "/usr/bin/curl, false, false",
  })
  void leaves_out_what_the_last_rule_that_fits_says(String path, boolean folder, boolean left) {
    assertThat(SLIM.excludes(path, folder)).isEqualTo(left);
  }

  @Test
  void leaves_out_nothing_without_rules() {
    assertThat(PathFilter.of(List.of("log /var/log/dpkg.log\n")).excludes("/x", false)).isFalse();
  }
}
