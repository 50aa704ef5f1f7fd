package io.larder.engine;

import io.larder.engine.copy.ValueCopier;
import io.larder.storage.Bytes;
import io.larder.storage.Counter;
import io.larder.storage.Entry;
import io.larder.storage.codec.CodecException;
import io.larder.storage.codec.Codecs;
import io.larder.storage.codec.Immutables;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys and values of one cache as bytes and back, within its size limits and of its declared types.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class EntryCodec<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(EntryCodec.class);

  private final String cacheName;
  private final Class<K> keyType;
  private final Class<V> valueType;
  private final Codecs codecs;
  private final ValueCopier copier;
  private final EngineOptions<K, V> options;

  /** The last slot's, which is most likely the next one's too. */
  private volatile Slot.@Nullable Lineage lineage;

  EntryCodec(String cacheName, EngineOptions<K, V> options) {
    this.cacheName = cacheName;
    this.options = options;
    this.keyType = options.keyType();
    this.valueType = options.valueType();
    this.codecs = options.codecs();
    this.copier = new ValueCopier(codecs.valueCodec());
  }

  /**
   * The bytes of a key.
   *
   * @throws ClassCastException if it is of another type than the cache's keys
   */
  Bytes encodeKey(K key) {
    requireType("key", keyType, key);
    return limited("key", key, options.maximumKeyBytes(), "larder.limits.key-size", encoded(key));
  }

  private Bytes encoded(K key) {
    try {
      return codecs.keyCodec().encode(key);
    } catch (CodecException refused) {
      throw failure("a key cannot be stored", refused);
    }
  }

  /**
   * The bytes of a value.
   *
   * @throws ClassCastException if it is of another type than the cache's values
   */
  Bytes encodeValue(V value) {
    requireType("value", valueType, value);
    Bytes bytes;
    try {
      bytes = codecs.valueCodec().encode(value);
    } catch (CodecException refused) {
      throw failure("a value cannot be stored", refused);
    }
    return limited("value", value, options.maximumValueBytes(), "larder.limits.value-size", bytes);
  }

  private Bytes limited(String what, Object object, long maximum, String setting, Bytes bytes) {
    if (bytes.length() > maximum) {
      throw new CacheException(
          "The cache '%s': a %s of class %s takes %,d bytes; %s allows %,d. Nothing was stored."
              .formatted(
                  cacheName, what, object.getClass().getName(), bytes.length(), setting, maximum));
    }
    return bytes;
  }

  /**
   * The key of stored bytes.
   *
   * @throws CacheException if they cannot be read, or are of another type than the cache's
   */
  K decodeKey(Bytes bytes) {
    Object key;
    try {
      key = codecs.keyCodec().decode(bytes);
    } catch (CodecException damaged) {
      throw failure("a stored key cannot be read", damaged);
    }
    if (!keyType.isInstance(key)) {
      throw otherType("key", keyType, key);
    }
    return keyType.cast(key);
  }

  /**
   * Refuses keys of another type than the cache's; what cannot be read at all is left to whoever
   * reads it.
   */
  void verifyKeyType(Bytes bytes) {
    Object key;
    try {
      key = codecs.keyCodec().decode(bytes);
    } catch (CodecException unreadable) {
      return;
    }
    if (!keyType.isInstance(key)) {
      throw otherType("key", keyType, key);
    }
  }

  /**
   * The value of a stored entry, or null if it cannot be read and the configuration calls that a
   * miss.
   *
   * @throws CacheException if it cannot be read, or is of another type than the cache's
   */
  @Nullable V decodeValue(Entry entry) {
    Counter counter = Counter.of(entry);
    return counter == null ? decodeValue(entry.value()) : typed(Numbers.plain(counter.total()));
  }

  private @Nullable V decodeValue(Bytes bytes) {
    return readable(() -> codecs.valueCodec().decode(bytes));
  }

  /**
   * A reader's own object of a slot that holds an entry and no live object, or null if it cannot be
   * read and the configuration calls that a miss.
   */
  @Nullable V ownValue(Slot slot) {
    Object content = slot.content();
    if (!(content instanceof Bytes bytes)) {
      return readable(() -> copier.copy(content, slot.isTree()));
    }
    return slot.isUntried() ? readable(() -> tryOut(slot, bytes)) : decodeValue(bytes);
  }

  private Object tryOut(Slot slot, Bytes bytes) {
    ValueCopier.Trial trial = copier.tryOut(bytes);
    slot.settle(trial.original(), trial.tree());
    return trial.value();
  }

  private @Nullable V readable(Supplier<Object> reading) {
    try {
      return typed(reading.get());
    } catch (CodecException damaged) {
      if (options.undecodableIsMiss()) {
        LOG.warn("The cache '{}': an unreadable value is taken as absent.", cacheName, damaged);
        return null;
      }
      throw failure("a stored value cannot be read", damaged);
    }
  }

  private V typed(Object value) {
    if (!valueType.isInstance(value)) {
      throw otherType("value", valueType, value);
    }
    return valueType.cast(value);
  }

  /** What L1 holds of an entry whose value, decoded, is {@code value}. */
  Slot slot(Entry entry, V value) {
    Object content = options.byReference() || Immutables.isImmutable(value) ? value : entry.value();
    Slot slot =
        options.weighsL1()
            ? Slot.weighed(content, entry, lineage)
            : Slot.of(content, entry, lineage);
    lineage = slot.lineage();
    return slot;
  }

  /** The value as somebody else than its owner may have it. */
  @Nullable V handedOut(Entry entry, V value) {
    return options.byReference() || Immutables.isImmutable(value) ? value : decodeValue(entry);
  }

  /** See {@link #keptKey(Object, Bytes)}. */
  K keptKey(K key) {
    return options.byReference() || Immutables.isImmutable(key) ? key : decodeKey(encodeKey(key));
  }

  /** The key as L1 may keep it: an object that nobody outside can change. */
  K keptKey(K key, Bytes bytes) {
    return options.byReference() || Immutables.isImmutable(key) ? key : decodeKey(bytes);
  }

  private void requireType(String what, Class<?> declared, Object given) {
    if (!declared.isInstance(given)) {
      throw new ClassCastException(
          "The cache '%s' was created with %s type %s; a %s was given."
              .formatted(cacheName, what, declared.getName(), given.getClass().getName()));
    }
  }

  private CacheException otherType(String what, Class<?> declared, Object found) {
    return new CacheException(
        "The cache '%s' was created with %s type %s, but its store holds a %s of class %s."
                .formatted(cacheName, what, declared.getName(), what, found.getClass().getName())
            + " Create it with the types that it was filled with, or remove the entries with"
            + " destroyCache.");
  }

  private CacheException failure(String what, CodecException cause) {
    return new CacheException(
        "The cache '%s': %s. %s".formatted(cacheName, what, cause.getMessage()), cause);
  }
}
