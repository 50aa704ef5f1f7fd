package io.larder.engine;

import javax.cache.Cache;

/**
 * An entry as it stood at one moment, for writers and iterators.
 *
 * @param key the key
 * @param value the value
 */
public record EntrySnapshot<K, V>(K key, V value) implements Cache.Entry<K, V> {

  @Override
  public K getKey() {
    return key;
  }

  @Override
  public V getValue() {
    return value;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new IllegalArgumentException("An entry of Larder cannot be unwrapped to " + type);
  }
}
