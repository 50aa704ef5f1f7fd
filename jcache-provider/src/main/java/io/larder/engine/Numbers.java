package io.larder.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers of all kinds, exactly. */
final class Numbers {

  private Numbers() {}

  /** A long if it is one and not among the longest, else the number without useless zeros. */
  static Object plain(BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    return plain.scale() <= 0
            && plain.precision() - plain.scale() < Long.toString(Long.MAX_VALUE).length()
        ? (Object) plain.longValueExact()
        : plain;
  }

  /** The number's exact value, or null if it is none, or not finite. */
  static @Nullable BigDecimal exact(@Nullable Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof BigInteger whole) {
      return new BigDecimal(whole);
    }
    if (value instanceof Double || value instanceof Float) {
      // As they are written: 0.1 is to be a tenth.
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number) ? new BigDecimal(value.toString()) : null;
    }
    return value instanceof Long
            || value instanceof Integer
            || value instanceof Short
            || value instanceof Byte
        ? BigDecimal.valueOf(((Number) value).longValue())
        : null;
  }
}
