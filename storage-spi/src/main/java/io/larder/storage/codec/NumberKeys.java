package io.larder.storage.codec;

import java.math.BigInteger;
import java.util.List;

/**
 * Booleans, characters and numbers. Numbers of one type sort as their {@code compareTo} does; those
 * of different types are unequal keys and sort by type.
 */
final class NumberKeys {

  private NumberKeys() {}

  static List<ScalarKeyType<?>> all() {
    return List.of(
        new ScalarKeyType<>(
            KeyTag.BOOLEAN, Boolean.class, (out, v) -> out.octet(v ? 1 : 0), in -> in.octet() != 0),
        new ScalarKeyType<>(
            KeyTag.CHARACTER,
            Character.class,
            (out, v) -> out.fixed(v, 2),
            in -> (char) in.fixed(2)),
        new ScalarKeyType<>(
            KeyTag.BYTE,
            Byte.class,
            (out, v) -> out.number(v),
            in -> (byte) in.number(Byte.MIN_VALUE, Byte.MAX_VALUE)),
        new ScalarKeyType<>(
            KeyTag.SHORT,
            Short.class,
            (out, v) -> out.number(v),
            in -> (short) in.number(Short.MIN_VALUE, Short.MAX_VALUE)),
        new ScalarKeyType<>(
            KeyTag.INTEGER,
            Integer.class,
            (out, v) -> out.number(v),
            in -> in.number(Integer.MIN_VALUE, Integer.MAX_VALUE)),
        new ScalarKeyType<>(KeyTag.LONG, Long.class, KeyWriter::number, KeyReader::number),
        new ScalarKeyType<>(
            KeyTag.BIG_INTEGER, BigInteger.class, NumberKeys::write, NumberKeys::bigInteger),
        new ScalarKeyType<>(KeyTag.FLOAT, Float.class, NumberKeys::write, NumberKeys::toFloat),
        new ScalarKeyType<>(KeyTag.DOUBLE, Double.class, NumberKeys::write, NumberKeys::toDouble));
  }

  /** As {@link Double#compareTo}: -0.0 before 0.0, and the one NaN last. */
  private static void write(KeyWriter out, Double value) {
    long bits = Double.doubleToLongBits(value);
    out.fixed(bits ^ (bits >> 63 | Long.MIN_VALUE), 8);
  }

  private static Double toDouble(KeyReader in) {
    long sorted = in.fixed(8);
    return Double.longBitsToDouble(sorted ^ (~sorted >> 63 | Long.MIN_VALUE));
  }

  private static void write(KeyWriter out, Float value) {
    int bits = Float.floatToIntBits(value);
    out.fixed(bits ^ (bits >> 31 | Integer.MIN_VALUE), 4);
  }

  private static Float toFloat(KeyReader in) {
    int sorted = (int) in.fixed(4);
    return Float.intBitsToFloat(sorted ^ (~sorted >> 31 | Integer.MIN_VALUE));
  }

  /** The count of bytes, negative for a negative number, then the two's complement. */
  private static void write(KeyWriter out, BigInteger value) {
    byte[] bytes = value.toByteArray();
    out.number(value.signum() < 0 ? -bytes.length : bytes.length);
    out.raw(bytes);
  }

  private static BigInteger bigInteger(KeyReader in) {
    return new BigInteger(in.raw(Math.abs(in.number(-KeyWriter.MAX_LENGTH, KeyWriter.MAX_LENGTH))));
  }
}
