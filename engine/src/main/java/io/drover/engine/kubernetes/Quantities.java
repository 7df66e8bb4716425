package io.drover.engine.kubernetes;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Quantities as the API server gives them back, so that what is sent and what is there are the same
 * text: {@code 1000m} is {@code 1}, {@code 2048Mi} is {@code 2Gi}.
 */
final class Quantities {
  private static final List<String> DECIMAL =
      List.of("E", "P", "T", "G", "M", "k", "", "m", "u", "n");
  private static final List<String> BINARY = List.of("Ei", "Pi", "Ti", "Gi", "Mi", "Ki");
  private static final int LARGEST = 18;
  private static final int STEP = 3;
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

  private Quantities() {}

  /** The quantities of a file. */
  static Map<String, Quantity> of(Map<String, String> texts) {
    Map<String, Quantity> quantities = new LinkedHashMap<>();
    texts.forEach((resource, text) -> quantities.put(resource, of(text)));
    return quantities;
  }

  /** The quantity of a text. */
  static Quantity of(String text) {
    Quantity written = Quantity.parse(text);
    String format = written.getFormat();
    BigDecimal amount = written.getNumericalAmount();
    if (amount.signum() == 0) {
      return new Quantity("0");
    }
    if (!DECIMAL.contains(format) && !BINARY.contains(format)) {
      return written;
    }
    // Binary suffixes are not for what is less than 1Ki.
    return BINARY.contains(format) && amount.compareTo(KIBI) >= 0
        ? binary(amount.setScale(0, RoundingMode.CEILING))
        : decimal(amount);
  }

  private static Quantity binary(BigDecimal amount) {
    BigInteger whole = amount.toBigIntegerExact();
    int power = Math.min(whole.getLowestSetBit() / 10, BINARY.size());
    String suffix = power == 0 ? "" : BINARY.get(BINARY.size() - power);
    return new Quantity(whole.shiftRight(10 * power).toString(), suffix);
  }

  private static Quantity decimal(BigDecimal amount) {
    int exponent = LARGEST;
    for (String suffix : DECIMAL) {
      BigDecimal scaled = amount.scaleByPowerOfTen(-exponent).stripTrailingZeros();
      if (scaled.scale() <= 0) {
        return new Quantity(scaled.toPlainString(), suffix);
      }
      exponent -= STEP;
    }
    BigDecimal nanos = amount.scaleByPowerOfTen(LARGEST / 2).setScale(0, RoundingMode.CEILING);
    return new Quantity(nanos.toPlainString(), "n");
  }
}
