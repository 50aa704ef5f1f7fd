package io.larder.storage;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys in unsigned lexicographic order.
 *
 * @param from the first key that belongs to it
 * @param to the first key past it, or null if it has no end
 */
public record KeyRange(Bytes from, @Nullable Bytes to) {

  /** Every key. */
  public static final KeyRange ALL = new KeyRange(Bytes.EMPTY, null);

  /** The keys that begin with {@code prefix}. */
  public static KeyRange prefix(Bytes prefix) {
    byte[] end = prefix.toByteArray();
    int last = end.length - 1;
    while (last >= 0 && end[last] == (byte) 0xFF) {
      last--;
    }
    if (last < 0) {
      return new KeyRange(prefix, null);
    }
    end[last]++;
    return new KeyRange(prefix, Bytes.wrap(Arrays.copyOf(end, last + 1)));
  }

  public boolean contains(Bytes key) {
    return key.compareTo(from) >= 0 && (to == null || key.compareTo(to) < 0);
  }
}
