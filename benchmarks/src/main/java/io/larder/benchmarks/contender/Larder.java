package io.larder.benchmarks.contender;

import java.util.Map;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/** Larder as a contender: a JCache cache in a store, with settings. */
final class Larder {

  private static final String CACHE = "entries";

  private Larder() {}

  static Contender open(String store, Map<String, String> settings) {
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.setProperty("larder.store", store);
    CacheManager manager = JCachePeer.LARDER.manager(properties);
    Cache<String, byte[]> cache =
        manager.createCache(
            CACHE, new MutableConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
    return new JCacheContender(cache);
  }
}
