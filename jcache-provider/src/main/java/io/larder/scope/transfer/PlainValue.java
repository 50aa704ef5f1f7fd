package io.larder.scope.transfer;

import io.larder.storage.Bytes;
import io.larder.storage.codec.ValueKind;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which kind a value has that a tree tells without its kind: a text is a string, a whole number an
 * {@code Integer}, or a {@code Long} if it is too large for that, or a {@code BigInteger}; another
 * number a {@code Double} if it is written as {@code Double.toString} writes it, or else a {@code
 * BigDecimal}; a list is JSON.
 */
final class PlainValue {

  private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final int LONG_DIGITS = 18;

  private PlainValue() {}

  /**
   * The kind that would be read if the value were written without one.
   *
   * @return null if none would
   */
  static @Nullable ValueKind kindOf(ValueKind kind, Bytes value) {
    return switch (kind) {
      case STRING, BOOLEAN -> kind;
      case JSON -> value.length() > 1 && value.at(1) == '[' ? kind : null;
      case BYTE, SHORT, INTEGER, LONG, BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL ->
          value.at(value.length() - 1) <= '9' ? ofNumber(ValueKind.text(value)) : null;
      default -> null;
    };
  }

  /** The kind of a number of JSON. */
  static ValueKind ofNumber(String text) {
    return isWhole(text) ? ofWhole(text) : ofFraction(text);
  }

  private static boolean isWhole(String text) {
    return text.chars().allMatch(each -> each == '-' || (each >= '0' && each <= '9'));
  }

  private static ValueKind ofWhole(String text) {
    if (text.length() > LONG_DIGITS) {
      return text.length() <= LONG_DIGITS + 2 && new BigInteger(text).abs().compareTo(LONGEST) <= 0
          ? ValueKind.LONG
          : ValueKind.BIG_INTEGER;
    }
    long number = Long.parseLong(text);
    return number == (int) number ? ValueKind.INTEGER : ValueKind.LONG;
  }

  private static ValueKind ofFraction(String text) {
    return Double.toString(Double.parseDouble(text)).equals(text)
        ? ValueKind.DOUBLE
        : ValueKind.BIG_DECIMAL;
  }
}
