package io.larder.storage.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Value classes whose {@code toString} says all, and is what their parser reads. They are stored as
 * that text, so that SQL can read them too. Tags never change their meaning.
 */
final class TextScalars {

  /** A longer number is left to Java serialization, because parsing its digits is quadratic. */
  private static final int MAX_CHARACTERS = 1_000;

  private static final Map<Class<?>, TextScalars> BY_CLASS = new HashMap<>();
  private static final @Nullable TextScalars[] BY_TAG = new TextScalars[128];

  static {
    add(0x02, Boolean.class, Boolean::valueOf);
    add(0x03, Byte.class, Byte::valueOf);
    add(0x04, Short.class, Short::valueOf);
    add(0x05, Integer.class, Integer::valueOf);
    add(0x06, Long.class, Long::valueOf);
    add(0x07, Float.class, Float::valueOf);
    add(0x08, Double.class, Double::valueOf);
    add(0x09, Character.class, text -> text.charAt(0));
    add(0x0A, BigInteger.class, BigInteger::new);
    add(0x0B, BigDecimal.class, BigDecimal::new);
    add(0x0C, UUID.class, UUID::fromString);
    add(0x10, Instant.class, Instant::parse);
    add(0x11, LocalDate.class, LocalDate::parse);
    add(0x12, LocalTime.class, LocalTime::parse);
    add(0x13, LocalDateTime.class, LocalDateTime::parse);
    add(0x14, OffsetDateTime.class, OffsetDateTime::parse);
    add(0x15, Duration.class, Duration::parse);
  }

  private final byte tag;
  private final Function<String, Object> parser;

  private TextScalars(byte tag, Function<String, Object> parser) {
    this.tag = tag;
    this.parser = parser;
  }

  private static void add(int tag, Class<?> type, Function<String, Object> parser) {
    TextScalars scalar = new TextScalars((byte) tag, parser);
    BY_CLASS.put(type, scalar);
    BY_TAG[tag] = scalar;
  }

  static @Nullable TextScalars of(Class<?> type) {
    return BY_CLASS.get(type);
  }

  /** Returns the class with that tag, or null if none has it. */
  static @Nullable TextScalars withTag(byte tag) {
    return tag < 0 ? null : BY_TAG[tag];
  }

  byte tag() {
    return tag;
  }

  /** Returns the text of a value, or null if it is too long to be stored as text. */
  @Nullable String format(Object value) {
    if (value instanceof BigInteger number && number.bitLength() > MAX_CHARACTERS * 3) {
      return null;
    }
    if (value instanceof BigDecimal number && number.unscaledValue().bitLength() > 3_000) {
      return null;
    }
    return value.toString();
  }

  Object parse(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new CodecException("The bytes of a value are damaged: its text is too long.");
    }
    return parser.apply(text);
  }
}
