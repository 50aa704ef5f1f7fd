package io.larder.engine;

import io.larder.storage.Entry;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands under a key while a decision is made on it. The value is decoded when somebody asks
 * for it, so that an entry which cannot be read can still be overwritten and removed.
 *
 * @param <V> the type of values
 */
final class Standing<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

  private final Core<K, V> core;
  private final K key;
  private final @Nullable Entry entry;
  private @Nullable V value;

  Standing(Core<K, V> core, K key, @Nullable Entry entry) {
    this.core = core;
    this.key = key;
    this.entry = entry;
  }

  /** The entry in the store, or null if there is none. */
  @Nullable Entry entry() {
    return entry;
  }

  /** Whether a reader would find a value. */
  boolean exists() {
    return entry != null && (!core.options().undecodableIsMiss() || value() != null);
  }

  /**
   * The value, or null if there is none.
   *
   * @throws CacheException if it cannot be read
   */
  @Nullable V value() {
    if (value == null && entry != null) {
      value = core.value(key, entry);
    }
    return value;
  }

  /** The value for an event, or null if there is none or it cannot be read; the change stands. */
  @Nullable V valueToTell() {
    try {
      return value();
    } catch (CacheException unreadable) {
      LOG.warn("An event goes without its old value.", unreadable);
      return null;
    }
  }
}
