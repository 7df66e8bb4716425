package io.drover.config.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TreeTest {
  @Test
  void quantitiesAreNumbers() {
    assertThat(Quantity.parse("500m")).isEqualByComparingTo("0.5");
    assertThat(Quantity.parse("2")).isEqualByComparingTo("2");
    assertThat(Quantity.parse("1.5Gi")).isEqualByComparingTo("1610612736");
    assertThat(Quantity.parse("1k")).isEqualByComparingTo("1000");
    assertThat(Quantity.parse("100M")).isEqualByComparingTo("1e8");
    assertThat(Quantity.parse("1E")).isEqualByComparingTo("1e18");
    assertThat(Quantity.parse("1e3")).isEqualByComparingTo("1000");
    assertThat(Quantity.parse("7n")).isEqualByComparingTo("7e-9");
    assertThat(Quantity.parse("+.5u")).isEqualByComparingTo("5e-7");
  }

  @Test
  void namesBecomeDnsLabels() {
    assertThat(Names.normalise("docs site tests")).isEqualTo("docs-site-tests");
    assertThat(Names.normalise("Dev_2 . x")).isEqualTo("dev-2-x");
    assertThat(Names.host("HTTPS://WWW.Example.com/")).isEqualTo("www.example.com");
  }

  @Test
  void fileModesAreOctalWithALeadingZero() {
    assertThat(FileMode.parse("0644")).isEqualTo(0644);
    assertThat(FileMode.parse("420")).isEqualTo(0644);
    assertThat(FileMode.parse("0")).isZero();
  }
}
