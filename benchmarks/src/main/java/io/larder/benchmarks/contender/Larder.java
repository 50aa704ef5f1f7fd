package io.larder.benchmarks.contender;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/** Larder as a contender: a JCache cache on a SQLite file, with settings. */
final class Larder {

  private static final String CACHE = "entries";

  private Larder() {}

  static Contender open(Path file, Map<String, String> settings) {
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.setProperty("larder.store", "sqlite:" + file);
    CacheManager manager = JCachePeer.LARDER.manager(properties);
    Cache<String, byte[]> cache =
        manager.createCache(
            CACHE, new MutableConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
    return new JCacheContender(cache);
  }
}
