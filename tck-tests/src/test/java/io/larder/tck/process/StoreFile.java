package io.larder.tck.process;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

/** One SQLite file, opened through nothing but {@code javax.cache}. */
public record StoreFile(Path path) {

  private static final String PROVIDER = "io.larder.jcache.LarderCachingProvider";

  /** Opens a manager of its own on the file; the caller closes it. */
  public CacheManager open(Map<String, String> settings) {
    Properties properties = new Properties();
    properties.putAll(settings);
    return Caching.getCachingProvider(PROVIDER)
        .getCacheManager(uri(), StoreFile.class.getClassLoader(), properties);
  }

  CacheManager open() {
    return open(Map.of("larder.durability", "os"));
  }

  static Cache<String, String> texts(CacheManager manager) {
    return cache(manager, "texts", String.class);
  }

  static Cache<String, Long> counts(CacheManager manager) {
    return cache(manager, "counts", Long.class);
  }

  private static <V> Cache<String, V> cache(CacheManager manager, String name, Class<V> type) {
    return manager.createCache(
        name, new MutableConfiguration<String, V>().setTypes(String.class, type));
  }

  private URI uri() {
    try {
      return new URI("sqlite", path.toAbsolutePath().toString(), null);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
