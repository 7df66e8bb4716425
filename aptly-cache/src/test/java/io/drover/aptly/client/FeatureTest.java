package io.drover.aptly.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureTest {

  @Test
  void aLineEndIsNoPartOfIt() {
    assertThat(Version.parse("1.6.2-3\n")).isEqualTo(new Version("1.6.2-3", 1, 6, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "1.5.0+ds1-1+b4, 1, 5, 0",
    "1.6.1+ds1-3, 1, 6, 1",
    "1.6.3, 1, 6, 3",
    "1.7, 1, 7, 0",
    "1.6.3+219+gabcdef, 1, 6, 3",
    "0.9~dev, 0, 9, 0",
    "10.20.30, 10, 20, 30",
    "unknown, 2147483647, 0, 0",
    "'', 2147483647, 0, 0",
    "99999999999.1.2, 2147483647, 0, 0"
  })
  void aVersionIsItsThreeNumbers(String text, int major, int minor, int patch) {
    assertThat(Version.parse(text)).isEqualTo(new Version(text, major, minor, patch));
  }

  @ParameterizedTest
  @CsvSource({
    "SNAPSHOT_MERGE, 1.5.0, false",
    "SNAPSHOT_MERGE, 1.6.0, true",
    "PLAIN_UPLOAD, 1.6.2-3, false",
    "PLAIN_UPLOAD, 1.6.3, true",
    "PLAIN_UPLOAD, 2.0, true",
    "PLAIN_UPLOAD, self-made, true",
    "MIRROR_RENAME, 1.5.0, true",
    "MIRROR_RENAME, 1.6.2, true",
    "MIRROR_RENAME, 1.6.3, false",
    "REPO_EDIT, 1.5.0, true",
    "REPO_EDIT, 1.6.2, false",
    "REPO_EDIT, 1.6.3, true"
  })
  void aFeatureIsInSomeVersions(Feature feature, String version, boolean there) {
    assertThat(feature.isIn(Version.parse(version))).isEqualTo(there);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLackingIsToldInASentence(Feature feature) {
    for (String version : List.of("1.5.0", "1.6.0", "1.6.2", "1.6.3")) {
      if (!feature.isIn(Version.parse(version))) {
        assertThat(feature.lackedBy("aptly at u", Version.parse(version)))
            .hasMessageMatching(
                "aptly at u is aptly "
                    + version
                    + ", which cannot [a-zA-Z0-9 ,-]+: (that needs 1\\.6\\.[03] or newer|only"
                    + " versions before 1\\.6\\.3 do)\\.");
        assertThat(feature.lackedBy("u", Version.parse(version)).feature()).isEqualTo(feature);
      }
    }
  }
}
