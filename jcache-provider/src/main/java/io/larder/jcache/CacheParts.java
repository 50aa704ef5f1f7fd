package io.larder.jcache;

import io.larder.engine.Parts;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a cache's configuration has factories for. The specification has those closed with the cache
 * that can be.
 */
record CacheParts<K, V>(
    @Nullable CacheLoader<K, V> loader,
    @Nullable CacheWriter<? super K, ? super V> writer,
    ExpiryPolicy expiry) {

  /** Makes them; if a factory throws, what others have made is closed. */
  static <K, V> CacheParts<K, V> of(String cacheName, CompleteConfiguration<K, V> configuration) {
    Factory<CacheLoader<K, V>> loaders = configuration.getCacheLoaderFactory();
    Factory<CacheWriter<? super K, ? super V>> writers = configuration.getCacheWriterFactory();
    CacheLoader<K, V> loader = null;
    CacheWriter<? super K, ? super V> writer = null;
    try {
      loader = loaders == null ? null : loaders.create();
      writer = writers == null || !configuration.isWriteThrough() ? null : writers.create();
      return new CacheParts<>(loader, writer, configuration.getExpiryPolicyFactory().create());
    } catch (RuntimeException | Error failure) {
      Parts.close(cacheName, loader, writer);
      throw failure;
    }
  }

  void close(String cacheName) {
    Parts.close(cacheName, loader, writer, expiry);
  }
}
