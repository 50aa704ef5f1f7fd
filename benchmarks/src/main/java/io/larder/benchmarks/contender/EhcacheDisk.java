package io.larder.benchmarks.contender;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.ehcache.Cache;
import org.ehcache.PersistentCacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.EntryUnit;
import org.ehcache.config.units.MemoryUnit;
import org.jspecify.annotations.Nullable;

/** Ehcache 3 with a heap tier above a persistent disk tier. Its disk tier is written later. */
final class EhcacheDisk implements Contender {

  private static final String NAME = "entries";
  private static final long DISK_GIB = 8;

  private final PersistentCacheManager caches;
  private final Cache<String, byte[]> cache;

  EhcacheDisk(Path directory, long heapEntries) {
    ResourcePoolsBuilder pools =
        ResourcePoolsBuilder.newResourcePoolsBuilder()
            .heap(heapEntries, EntryUnit.ENTRIES)
            .disk(DISK_GIB, MemoryUnit.GB, true);
    this.caches =
        CacheManagerBuilder.newCacheManagerBuilder()
            .with(CacheManagerBuilder.persistence(directory.resolve("ehcache").toFile()))
            .withCache(
                NAME,
                CacheConfigurationBuilder.newCacheConfigurationBuilder(
                    String.class, byte[].class, pools))
            .build(true);
    this.cache = caches.getCache(NAME, String.class, byte[].class);
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
    caches.close();
  }
}
