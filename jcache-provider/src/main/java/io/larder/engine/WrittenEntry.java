package io.larder.engine;

import javax.cache.Cache;

/** A key and its value, as a writer is given them. */
record WrittenEntry<K, V>(K key, V value) implements Cache.Entry<K, V> {

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
    throw new IllegalArgumentException("This entry cannot be unwrapped to " + type);
  }
}
