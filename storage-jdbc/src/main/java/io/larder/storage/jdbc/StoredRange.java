package io.larder.storage.jdbc;

import io.larder.storage.Bytes;
import io.larder.storage.KeyRange;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The stored keys among which all keys of a range are. It holds others too if a bound is longer
 * than the prefix of a {@link StoredKey}: stored order is key order only that far.
 *
 * @param from the first that belongs to it
 * @param to the first past it, or null if it has no end
 */
record StoredRange(Bytes from, @Nullable Bytes to) {

  static StoredRange of(KeyRange range) {
    return new StoredRange(prefix(range.from()), range.to() == null ? null : end(range.to()));
  }

  private static @Nullable Bytes end(Bytes to) {
    return to.length() <= StoredKey.PREFIX ? to : KeyRange.prefix(prefix(to)).to();
  }

  private static Bytes prefix(Bytes bound) {
    return bound.length() <= StoredKey.PREFIX ? bound : bound.slice(0, StoredKey.PREFIX);
  }

  /** The least stored key greater than {@code stored}. */
  static Bytes justPast(Bytes stored) {
    return Bytes.wrap(Arrays.copyOf(stored.unsafeArray(), stored.length() + 1));
  }
}
