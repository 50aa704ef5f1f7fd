package io.larder.benchmarks.contender;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;

/** The JCache providers on the class path, each asked for by the name of its class. */
public enum JCachePeer {
  LARDER("larder", "io.larder.jcache.LarderCachingProvider"),
  CAFFEINE("caffeine-jcache", "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider"),
  CACHE2K("cache2k", "org.cache2k.jcache.provider.JCacheProvider"),
  EHCACHE("ehcache", "org.ehcache.jsr107.EhcacheCachingProvider"),
  INFINISPAN("infinispan", "org.infinispan.jcache.embedded.JCachingProvider");

  private final String contender;
  private final String provider;

  JCachePeer(String contender, String provider) {
    this.contender = contender;
    this.provider = provider;
  }

  /** The one of that name in parameters and figures. */
  public static JCachePeer of(String contender) {
    return Arrays.stream(values())
        .filter(peer -> peer.contender.equals(contender))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no contender " + contender));
  }

  /**
   * A manager for caches of any values. Larder's keeps its entries in a new file in {@code
   * directory}; the others have nothing but the heap.
   */
  public CacheManager manager(Path directory) {
    Properties properties = new Properties();
    if (this == LARDER) {
      properties.setProperty("larder.store", "sqlite:" + directory.resolve("larder.db"));
      properties.setProperty("larder.serialization.allow", "io.larder.benchmarks.**");
    }
    return manager(properties);
  }

  /** A manager with properties of the provider's own. */
  CacheManager manager(Properties properties) {
    CachingProvider found = Caching.getCachingProvider(provider);
    return found.getCacheManager(uri(found), found.getDefaultClassLoader(), properties);
  }

  /** Infinispan serializes what a file allows. */
  private URI uri(CachingProvider found) {
    try {
      return this == INFINISPAN
          ? JCachePeer.class.getResource("/infinispan.xml").toURI()
          : found.getDefaultURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
