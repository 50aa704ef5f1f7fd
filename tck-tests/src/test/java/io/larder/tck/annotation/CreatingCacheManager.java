package io.larder.tck.annotation;

import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.springframework.cache.Cache;
import org.springframework.cache.jcache.JCacheCache;
import org.springframework.cache.jcache.JCacheCacheManager;

/** Creates the caches that the TCK's annotations name, since the TCK itself creates none. */
final class CreatingCacheManager extends JCacheCacheManager {

  private final CacheManager caches;

  CreatingCacheManager(CacheManager caches) {
    super(caches);
    this.caches = caches;
  }

  @Override
  protected Cache getMissingCache(String name) {
    Cache found = super.getMissingCache(name);
    return found != null
        ? found
        : new JCacheCache(
            caches.createCache(name, new MutableConfiguration<>()), isAllowNullValues());
  }
}
