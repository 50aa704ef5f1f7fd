package io.larder.storage.codec;

import io.larder.storage.Bytes;
import io.larder.storage.Counter;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What kind of value stored bytes hold: for whoever carries values from store to store and needs no
 * objects. Their names are part of the export's format and never change.
 */
public enum ValueKind {
  STRING("string", ValueTag.STRING),
  BOOLEAN("boolean", 0x02),
  BYTE("byte", 0x03),
  SHORT("short", 0x04),
  INTEGER("integer", 0x05),
  LONG("long", 0x06),
  FLOAT("float", 0x07),
  DOUBLE("double", 0x08),
  CHARACTER("character", 0x09),
  BIG_INTEGER("bigInteger", 0x0A),
  BIG_DECIMAL("bigDecimal", 0x0B),
  UUID("uuid", 0x0C),
  INSTANT("instant", 0x10),
  LOCAL_DATE("localDate", 0x11),
  LOCAL_TIME("localTime", 0x12),
  LOCAL_DATE_TIME("localDateTime", 0x13),
  OFFSET_DATE_TIME("offsetDateTime", 0x14),
  DURATION("duration", 0x15),
  BYTES("bytes", ValueTag.BYTES),
  JAVA("java", ValueTag.JAVA),
  JSON("json", ValueTag.JSON),
  COUNTER("counter", Counter.TAG);

  private static final @Nullable ValueKind[] BY_TAG = new ValueKind[128];
  private static final Map<String, ValueKind> BY_LABEL =
      Arrays.stream(values()).collect(Collectors.toMap(ValueKind::label, Function.identity()));

  static {
    for (ValueKind kind : values()) {
      BY_TAG[kind.tag] = kind;
    }
  }

  private final String label;
  private final byte tag;

  ValueKind(String label, int tag) {
    this.label = label;
    this.tag = (byte) tag;
  }

  /** The kind of a stored value, or null if there are no bytes or this version has no such kind. */
  public static @Nullable ValueKind of(Bytes value) {
    byte tag = value.length() == 0 ? -1 : value.at(0);
    return tag < 0 ? null : BY_TAG[tag];
  }

  /** The kind of that name, or null if there is none. */
  public static @Nullable ValueKind labelled(String label) {
    return BY_LABEL.get(label);
  }

  /** Its name. */
  public String label() {
    return label;
  }

  /** Whether its values are numbers. */
  public boolean isNumber() {
    return (tag >= BYTE.tag && tag <= DOUBLE.tag) || this == BIG_INTEGER || this == BIG_DECIMAL;
  }

  /** The stored value of this kind with what follows the tag. */
  public Bytes stored(byte[] payload) {
    return Tagged.bytes(tag, payload);
  }

  /**
   * The stored value of this kind with that text.
   *
   * @throws CodecException if no value of this kind is written so
   */
  public Bytes storedText(String text) {
    TextScalars scalar = TextScalars.withTag(tag);
    if (scalar == null) {
      return stored(Utf8Text.encode(text));
    }
    if (this == CHARACTER && text.length() != 1) {
      throw new CodecException("A character is a text of one.");
    }
    Object value = Damage.guard("a value", () -> scalar.parse(text));
    return stored(Utf8Text.encode(value.toString()));
  }

  /**
   * The text after the tag of a stored value.
   *
   * @throws CodecException if there is none
   */
  public static String text(Bytes value) {
    return Utf8Text.decode(value.unsafeArray(), 1, value.length());
  }
}
