package io.larder.jcache;

import java.io.Closeable;
import java.io.IOException;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a cache's configuration has factories for. The specification has those closed with the cache
 * that can be.
 */
record Parts<K, V>(
    @Nullable CacheLoader<K, V> loader,
    @Nullable CacheWriter<? super K, ? super V> writer,
    ExpiryPolicy expiry) {

  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  static <K, V> Parts<K, V> of(CompleteConfiguration<K, V> configuration) {
    Factory<CacheLoader<K, V>> loader = configuration.getCacheLoaderFactory();
    Factory<CacheWriter<? super K, ? super V>> writer = configuration.getCacheWriterFactory();
    return new Parts<>(
        loader == null ? null : loader.create(),
        writer == null || !configuration.isWriteThrough() ? null : writer.create(),
        configuration.getExpiryPolicyFactory().create());
  }

  void close(String cacheName) {
    closeQuietly(loader, cacheName);
    closeQuietly(writer, cacheName);
    closeQuietly(expiry, cacheName);
  }

  private static void closeQuietly(@Nullable Object part, String cacheName) {
    if (part instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException | RuntimeException failure) {
        LOG.warn("Closing {} of the cache '{}' failed.", part, cacheName, failure);
      }
    }
  }
}
