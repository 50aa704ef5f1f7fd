package io.larder.engine;

import io.larder.config.HistorySettings;
import io.larder.storage.codec.Codecs;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * How an engine is to work.
 *
 * @param keyType what keys are instances of
 * @param valueType what values are instances of
 * @param codecs keys and values as bytes
 * @param byReference whether the very objects are handed out while L1 holds them
 * @param expiry the expiry policy
 * @param loader the loader, or null
 * @param readThrough whether a miss calls the loader
 * @param writer the writer, called before each change, or null
 * @param l1MaximumSize how many entries L1 holds
 * @param l1MaximumBytes how many bytes of entries L1 holds instead, or {@link #UNLIMITED}
 * @param maximumEntries how many entries the store keeps of the cache
 * @param maximumKeyBytes the size limit of an encoded key
 * @param maximumValueBytes the size limit of an encoded value
 * @param undecodableIsMiss whether a value that cannot be read is absent, instead of an error
 * @param history how much of the history of changes is kept, or null for none
 */
public record EngineOptions<K, V>(
    Class<K> keyType,
    Class<V> valueType,
    Codecs codecs,
    boolean byReference,
    ExpiryPolicy expiry,
    @Nullable CacheLoader<K, V> loader,
    boolean readThrough,
    @Nullable CacheWriter<? super K, ? super V> writer,
    long l1MaximumSize,
    long l1MaximumBytes,
    long maximumEntries,
    long maximumKeyBytes,
    long maximumValueBytes,
    boolean undecodableIsMiss,
    @Nullable HistorySettings history) {

  /** No bound. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** Whether L1 counts bytes, so that its slots have to know theirs. */
  boolean weighsL1() {
    return l1MaximumSize > 0 && l1MaximumBytes != UNLIMITED;
  }
}
