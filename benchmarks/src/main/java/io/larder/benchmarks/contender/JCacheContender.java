package io.larder.benchmarks.contender;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** A contender that shows itself as a JCache cache. */
final class JCacheContender implements Contender {

  private final Cache<String, byte[]> cache;

  JCacheContender(Cache<String, byte[]> cache) {
    this.cache = cache;
  }

  @Override
  public void put(String key, byte[] value) {
    cache.put(key, value);
  }

  @Override
  public byte @Nullable [] get(String key) {
    return cache.get(key);
  }

  @Override
  public void putAll(SortedMap<String, byte[]> entries) {
    cache.putAll(entries);
  }

  @Override
  public Map<String, byte[]> getAll(Set<String> keys) {
    return cache.getAll(keys);
  }

  @Override
  public void removeAll(SortedSet<String> keys) {
    cache.removeAll(keys);
  }

  @Override
  public void clear() {
    cache.clear();
  }

  @Override
  public void close() {
    cache.getCacheManager().close();
  }
}
