package io.larder.engine;

import javax.cache.Cache;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** What a listener is told of one entry. */
final class EntryEvent<K, V> extends CacheEntryEvent<K, V> {

  private static final long serialVersionUID = 1L;

  private final transient K key;
  private final transient @Nullable V value;
  private final transient @Nullable V oldValue;

  EntryEvent(Cache<K, V> source, EventType type, K key, @Nullable V value, @Nullable V oldValue) {
    super(source, type);
    this.key = key;
    this.value = value;
    this.oldValue = oldValue;
  }

  @Override
  public K getKey() {
    return key;
  }

  @Override
  @SuppressWarnings("NullAway") // null for a removal whose listener does not want old values
  public V getValue() {
    return value;
  }

  @Override
  @SuppressWarnings("NullAway") // JSR-107: null where it is not available
  public V getOldValue() {
    return oldValue;
  }

  @Override
  public boolean isOldValueAvailable() {
    return oldValue != null;
  }

  /** The same event for a listener that does not want old values. */
  EntryEvent<K, V> withoutOldValue() {
    if (oldValue == null) {
      return this;
    }
    // Of an entry that is gone, the value is the old value.
    boolean gone = getEventType() == EventType.REMOVED || getEventType() == EventType.EXPIRED;
    return new EntryEvent<>(source(), getEventType(), key, gone ? null : value, null);
  }

  @SuppressWarnings("unchecked") // it was given as Cache<K, V>
  private Cache<K, V> source() {
    return getSource();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new IllegalArgumentException("An event of Larder cannot be unwrapped to " + type);
  }

  @Override
  public String toString() {
    return getEventType() + " " + key;
  }
}
