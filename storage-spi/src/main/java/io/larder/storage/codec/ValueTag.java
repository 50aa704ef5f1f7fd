package io.larder.storage.codec;

/**
 * The first byte of an encoded value. Those of {@link TextScalars} lie between {@link #STRING} and
 * {@link #BYTES}; {@code 0x7F} is a counter's, of which the store alone makes values. A tag never
 * changes its meaning.
 */
final class ValueTag {

  /** A string as UTF-8. */
  static final byte STRING = 0x01;

  /** A byte array as it is. */
  static final byte BYTES = 0x1F;

  /** Java serialization. */
  static final byte JAVA = 0x20;

  /** JSON text in UTF-8. */
  static final byte JSON = 0x21;

  private ValueTag() {}
}
