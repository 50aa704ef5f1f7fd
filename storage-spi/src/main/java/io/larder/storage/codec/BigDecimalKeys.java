package io.larder.storage.codec;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * {@link BigDecimal} in numeric order, and among numerically equal ones by scale, because 1.0 and
 * 1.00 are not equal.
 *
 * <p>A number other than zero is 0.d1d2d3... times ten to the power of an exponent, d1 and the last
 * digit not zero. Written are the sign, the exponent (negated for a negative number), the digits
 * two to a byte (1 to 100, complemented for a negative number) with an end, and the scale.
 */
final class BigDecimalKeys {

  /** More digits than this are refused, so that a few bytes cannot ask for gigabytes of zeros. */
  static final int MAX_DIGITS = 65_536;

  private static final int NEGATIVE = 1;
  private static final int ZERO = 2;
  private static final int POSITIVE = 3;

  private BigDecimalKeys() {}

  static ScalarKeyType<BigDecimal> type() {
    return new ScalarKeyType<>(
        KeyTag.BIG_DECIMAL, BigDecimal.class, BigDecimalKeys::write, BigDecimalKeys::read);
  }

  private static void write(KeyWriter out, BigDecimal value) {
    if (value.signum() == 0) {
      out.octet(ZERO);
    } else {
      int precision = value.precision();
      if (precision > MAX_DIGITS) {
        throw new CodecException(
            "A BigDecimal of " + precision + " digits is no key: the limit is " + MAX_DIGITS + ".");
      }
      boolean negative = value.signum() < 0;
      long exponent = (long) precision - value.scale();
      out.octet(negative ? NEGATIVE : POSITIVE);
      out.number(negative ? -exponent : exponent);
      writeDigits(out, value.unscaledValue().abs().toString(), negative ? 0xFF : 0);
    }
    out.number(value.scale());
  }

  private static void writeDigits(KeyWriter out, String digits, int mask) {
    int count = digits.length();
    while (digits.charAt(count - 1) == '0') {
      count--;
    }
    for (int i = 0; i < count; i += 2) {
      int high = digits.charAt(i) - '0';
      int low = i + 1 < count ? digits.charAt(i + 1) - '0' : 0;
      out.octet(high * 10 + low + 1 ^ mask);
    }
    out.octet(mask);
  }

  private static BigDecimal read(KeyReader in) {
    int sign = in.octet();
    if (sign == ZERO) {
      return BigDecimal.valueOf(0, in.number(Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    if (sign != NEGATIVE && sign != POSITIVE) {
      throw KeyReader.damaged("no decimal has the sign " + sign);
    }
    boolean negative = sign == NEGATIVE;
    long exponent = negative ? -in.number() : in.number();
    StringBuilder digits = readDigits(in, negative ? 0xFF : 0);
    int scale = in.number(Integer.MIN_VALUE, Integer.MAX_VALUE);
    long precision = exponent + scale;
    if (precision < digits.length() - 1 || precision < 1 || precision > MAX_DIGITS) {
      throw KeyReader.damaged("a decimal of " + precision + " digits");
    }
    while (digits.length() < precision) {
      digits.append('0');
    }
    digits.setLength((int) precision);
    BigInteger unscaled = new BigInteger(digits.toString());
    return new BigDecimal(negative ? unscaled.negate() : unscaled, scale);
  }

  private static StringBuilder readDigits(KeyReader in, int mask) {
    StringBuilder digits = new StringBuilder();
    for (int pair = in.octet() ^ mask; pair != 0; pair = in.octet() ^ mask) {
      if (pair > 100 || digits.length() >= MAX_DIGITS) {
        throw KeyReader.damaged("a decimal's digits are out of form");
      }
      digits.append((char) ('0' + (pair - 1) / 10)).append((char) ('0' + (pair - 1) % 10));
    }
    return digits;
  }
}
