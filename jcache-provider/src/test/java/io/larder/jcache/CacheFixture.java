package io.larder.jcache;

import java.net.URI;
import java.util.Properties;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;

/** Opens cache managers on memory stores of their own, and closes them. */
final class CacheFixture implements AutoCloseable {

  private final LarderCachingProvider provider = new LarderCachingProvider();

  /** A store that nobody else has. */
  static String freshStore() {
    return "memory:" + UUID.randomUUID();
  }

  CacheManager manager(String store) {
    return manager(store, new Properties());
  }

  CacheManager manager(String store, Properties properties) {
    return provider.getCacheManager(URI.create(store), getClass().getClassLoader(), properties);
  }

  /** Another manager than {@link #manager} gives, on the same store. */
  CacheManager anotherManager(String store) {
    Properties properties = new Properties();
    properties.setProperty("larder.store", store);
    return provider.getCacheManager(
        URI.create("larder:another"), getClass().getClassLoader(), properties);
  }

  <K, V> Cache<K, V> cache(MutableConfiguration<K, V> configuration) {
    return manager(freshStore()).createCache("orders", configuration);
  }

  Cache<String, String> strings() {
    return cache(new MutableConfiguration<String, String>().setTypes(String.class, String.class));
  }

  static @Nullable Throwable rootOf(@Nullable Throwable failure) {
    Throwable root = failure;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  @Override
  public void close() {
    provider.close();
  }
}
