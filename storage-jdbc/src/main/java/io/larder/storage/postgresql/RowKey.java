package io.larder.storage.postgresql;

import io.larder.storage.Bytes;

/**
 * Names a row of {@code entry}.
 *
 * @param key the whole key
 */
record RowKey(long space, Bytes key) implements Comparable<RowKey> {

  @Override
  public int compareTo(RowKey other) {
    int order = Long.compare(space, other.space);
    return order != 0 ? order : key.compareTo(other.key);
  }
}
