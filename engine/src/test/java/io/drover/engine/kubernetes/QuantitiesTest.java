package io.drover.engine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
  /** As {@code resource.MustParse(text).String()} of k8s.io/apimachinery gives them. */
  @ParameterizedTest
  @CsvSource({
    "1000m, 1",
    "1500m, 1500m",
    "0.5, 500m",
    "2, 2",
    "2.5, 2500m",
    "100000, 100k",
    "1.5G, 1500M",
    "10G, 10G",
    "1000Mi, 1000Mi",
    "2048Mi, 2Gi",
    "1.5Gi, 1536Mi",
    "1Ki, 1Ki",
    "0.5Ki, 512",
    "1.5Ki, 1536",
    "0, 0",
    "0Mi, 0",
    "5n, 5n",
    "40, 40"
  })
  void areWrittenAsTheApiServerWritesThem(String text, String canonical) {
    assertThat(Quantities.of(text)).hasToString(canonical);
  }
}
