package io.larder.storage.codec;

import io.larder.storage.Bytes;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** The growing bytes of one key, with the order-preserving primitives. Used by one thread, once. */
final class KeyWriter {

  /** A key nested deeper is refused; one that holds itself ends here too. */
  static final int MAX_DEPTH = 128;

  /** No encoded key grows past this many bytes (16 MiB). */
  static final int MAX_LENGTH = 1 << 24;

  private byte[] buffer = new byte[64];
  private int size;
  private int depth;
  private int identityHashed;
  private Set<String> refused = Set.of();

  int size() {
    return size;
  }

  void enter() {
    if (++depth > MAX_DEPTH) {
      throw new CodecException(
          "The key is nested deeper than "
              + MAX_DEPTH
              + " levels, or holds itself. Use a flatter key, or plug in a KeyCodec.");
    }
  }

  void leave() {
    depth--;
  }

  /**
   * Notes a component, such as an enum constant, whose hash code differs from process to process.
   */
  void noteIdentityHash() {
    identityHashed++;
  }

  int identityHashed() {
    return identityHashed;
  }

  /** Notes a class that the filter refuses; the key is refused as a whole once all are known. */
  void refuse(String className) {
    if (refused.isEmpty()) {
      refused = new LinkedHashSet<>();
    }
    refused.add(className);
  }

  Set<String> refused() {
    return refused;
  }

  void octet(int value) {
    grow(1);
    buffer[size++] = (byte) value;
  }

  /** Writes the low {@code bytes} bytes of a number, the most significant first. */
  void fixed(long value, int bytes) {
    grow(bytes);
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >> shift);
    }
  }

  /**
   * Writes a signed number in one to nine bytes that sort as the numbers do: a header of 80 plus
   * the count of bytes for what is not negative, or 7F minus the count for what is, then the bytes
   * of the two's complement that its sign does not tell.
   */
  void number(long value) {
    int bytes = (71 - Long.numberOfLeadingZeros(value ^ value >> 63)) / 8;
    octet(value >= 0 ? 0x80 + bytes : 0x7F - bytes);
    fixed(value, bytes);
  }

  void raw(byte[] bytes) {
    grow(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
  }

  /** Writes bytes with their zeros escaped, and an end. */
  void escaped(byte[] bytes) {
    grow(bytes.length + 1);
    for (byte b : bytes) {
      octet(b);
      if (b == 0) {
        octet(0xFF);
      }
    }
    octet(KeyTag.END);
  }

  void text(String text) {
    escaped(Utf8Text.encode(text));
  }

  /** Takes back what was written since the given size. */
  byte[] cut(int from) {
    byte[] taken = Arrays.copyOfRange(buffer, from, size);
    size = from;
    return taken;
  }

  Bytes toBytes() {
    return Bytes.wrap(Arrays.copyOf(buffer, size));
  }

  private void grow(int more) {
    if (more > MAX_LENGTH - size) {
      throw new CodecException(
          "The key is longer than "
              + MAX_LENGTH
              + " bytes, or holds itself. Use a shorter key, or plug in a KeyCodec.");
    }
    if (size + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
