package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Counter;
import io.larder.storage.Entry;
import io.larder.storage.codec.CodecException;
import io.larder.storage.codec.Codecs;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Reads keys and values that were handed out as bytes. Thread-safe. */
public final class StoredValues {

  private final Codecs codecs;

  /**
   * @param codecs those of the space that they are of
   */
  public StoredValues(Codecs codecs) {
    this.codecs = codecs;
  }

  /**
   * The key as a text, or null if it is none.
   *
   * @param key as the store has it
   */
  public @Nullable String text(Bytes key) {
    try {
      return codecs.keyCodec().decode(key) instanceof String text ? text : null;
    } catch (CodecException unreadable) {
      return null;
    }
  }

  /**
   * The value of an entry; of a counter, its sum.
   *
   * @throws CacheException if it cannot be read
   */
  public Object value(Entry entry) {
    return value(Counter.of(entry), entry.value());
  }

  /**
   * The value in a record of a change; of a counter, its sum.
   *
   * @throws CacheException if it cannot be read
   */
  public Object value(Bytes value) {
    return value(Counter.of(value), value);
  }

  /**
   * The key.
   *
   * @throws CacheException if it cannot be read
   */
  public Object key(Bytes key) {
    try {
      return codecs.keyCodec().decode(key);
    } catch (CodecException damaged) {
      throw new CacheException("A stored key cannot be read. " + damaged.getMessage(), damaged);
    }
  }

  private Object value(@Nullable Counter counter, Bytes value) {
    try {
      return counter == null ? codecs.valueCodec().decode(value) : Numbers.plain(counter.total());
    } catch (CodecException damaged) {
      throw new CacheException("A stored value cannot be read. " + damaged.getMessage(), damaged);
    }
  }
}
