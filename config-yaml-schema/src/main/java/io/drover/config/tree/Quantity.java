package io.drover.config.tree;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Kubernetes quantities, to be compared. */
public final class Quantity {
  private static final String DECIMAL = "num kMGTPE";

  private Quantity() {}

  /**
   * The number that a quantity stands for.
   *
   * @param quantity one that the schema's pattern takes
   */
  public static BigDecimal parse(String quantity) {
    int end = 0;
    while (end < quantity.length() && "+0123456789.".indexOf(quantity.charAt(end)) >= 0) {
      end++;
    }
    BigDecimal number = new BigDecimal(quantity.substring(0, end));
    String unit = quantity.substring(end);
    if (unit.isEmpty()) {
      return number;
    }
    if (unit.endsWith("i")) {
      int power = "KMGTPE".indexOf(unit.charAt(0)) + 1;
      return number.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(10 * power)));
    }
    if (unit.length() > 1) {
      return number.scaleByPowerOfTen(Integer.parseInt(unit.substring(1)));
    }
    return number.scaleByPowerOfTen(exponent(unit.charAt(0)));
  }

  private static int exponent(char unit) {
    // n, u, m are 10^-9 to 10^-3, k to E are 10^3 to 10^18
    return switch (unit) {
      case 'n' -> -9;
      case 'u' -> -6;
      default -> 3 * (DECIMAL.indexOf(unit) - DECIMAL.indexOf(' '));
    };
  }
}
