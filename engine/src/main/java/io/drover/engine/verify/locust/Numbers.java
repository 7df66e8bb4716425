package io.drover.engine.verify.locust;

import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {
  private Numbers() {}

  /** Whole from 100 on, else with one digit after the point where that is not 0. */
  static String plain(double value) {
    String text = String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** As programs read them. */
  static String exact(double value) {
    return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** A part of 1 as per cent; what is not 0 never looks like 0, nor what is not all like all. */
  static String percent(double ratio) {
    double percent = ratio * 100;
    if (percent > 0 && percent < 0.01) {
      return "< 0.01 %";
    }
    if (percent < 100 && percent > 99.99) {
      return "> 99.99 %";
    }
    String text =
        String.format(Locale.ROOT, percent < 1 || percent > 99 ? "%.2f" : "%.1f", percent);
    return text.replaceFirst("\\.?0+$", "").replaceFirst("^$", "0") + " %";
  }

  /** How much a value is more than another, with its sign. */
  static String change(double before, double now) {
    if (before == 0) {
      return now == 0 ? "±0 %" : "";
    }
    return String.format(Locale.ROOT, "%+.0f %%", (now / before - 1) * 100).replace("-", "−");
  }
}
