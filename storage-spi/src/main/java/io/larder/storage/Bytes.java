package io.larder.storage;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sequence of bytes: an encoded key or an encoded value.
 *
 * <p>Two sequences are equal when they hold the same bytes, and they sort by unsigned byte from the
 * left, a prefix before what it begins: the order of SQL's {@code BLOB} and {@code bytea}. {@link
 * #toString()} shows the length and at most sixteen bytes, so that no whole value reaches a log.
 *
 * <p>Thread-safe.
 */
public final class Bytes implements Comparable<Bytes> {

  /** The sequence of no bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private static final int SHOWN_BYTES = 16;

  private final byte[] bytes;

  /** Computed at first use; a race computes the same number twice. */
  private int hash;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns a sequence that holds a copy of the given bytes. */
  public static Bytes copyOf(byte[] bytes) {
    return wrap(bytes.clone());
  }

  /**
   * Returns a sequence that takes the given array as its own, without a copy. The caller must never
   * write to the array again.
   */
  public static Bytes wrap(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes);
  }

  /** Returns how many bytes there are. */
  public int length() {
    return bytes.length;
  }

  /**
   * Returns one byte.
   *
   * @param index its place, from 0
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public byte at(int index) {
    return bytes[index];
  }

  /** Returns a copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Returns the array itself, without a copy: for reading, and never to be written to. */
  public byte[] unsafeArray() {
    return bytes;
  }

  /** Returns whether these bytes begin with the given ones; everything begins with none. */
  public boolean startsWith(Bytes prefix) {
    int length = prefix.bytes.length;
    return length <= bytes.length && Arrays.equals(bytes, 0, length, prefix.bytes, 0, length);
  }

  /**
   * Returns a copy of a part.
   *
   * @param from the first place, included
   * @param to the last place, excluded
   * @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= length()}
   */
  public Bytes slice(int from, int to) {
    if (from < 0 || from > to || to > bytes.length) {
      throw new IndexOutOfBoundsException(
          "slice [" + from + ", " + to + ") of " + bytes.length + " bytes");
    }
    return from == 0 && to == bytes.length ? this : wrap(Arrays.copyOfRange(bytes, from, to));
  }

  /** Compares by unsigned byte from the left; a prefix comes before what it begins. */
  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Bytes that
            && hashCode() == that.hashCode()
            && Arrays.equals(bytes, that.bytes));
  }

  @Override
  public int hashCode() {
    int h = hash;
    if (h == 0) {
      h = Arrays.hashCode(bytes);
      hash = h;
    }
    return h;
  }

  /** Returns the length and the first bytes in hexadecimal, sixteen at most. */
  @Override
  public String toString() {
    int shown = Math.min(bytes.length, SHOWN_BYTES);
    return "Bytes["
        + bytes.length
        + ": "
        + HexFormat.of().formatHex(bytes, 0, shown)
        + (shown < bytes.length ? "..." : "")
        + "]";
  }
}
