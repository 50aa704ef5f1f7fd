package io.larder.storage.kernel;

import io.larder.storage.Bytes;

/**
 * Names the row of an entry.
 *
 * @param space the id of its space
 * @param key the whole key
 */
public record RowKey(long space, Bytes key) implements Comparable<RowKey> {

  @Override
  public int compareTo(RowKey other) {
    int order = Long.compare(space, other.space);
    return order != 0 ? order : key.compareTo(other.key);
  }
}
