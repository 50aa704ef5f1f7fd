package io.larder.benchmarks.contender;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Raw Caffeine before another contender: the least that a cache on a heap over a store can cost. It
 * hands out the arrays that it holds, and no other process may write.
 */
final class HeapTier implements Contender {

  private final Contender store;
  private final Cache<String, byte[]> heap;

  HeapTier(Contender store, long heapEntries) {
    this.store = store;
    this.heap = Caffeine.newBuilder().maximumSize(heapEntries).executor(Runnable::run).build();
  }

  @Override
  public void put(String key, byte[] value) {
    store.put(key, value);
    heap.put(key, value);
  }

  @Override
  public byte @Nullable [] get(String key) {
    byte[] held = heap.getIfPresent(key);
    if (held != null) {
      return held;
    }
    byte[] read = store.get(key);
    if (read != null) {
      heap.put(key, read);
    }
    return read;
  }

  @Override
  public void putAll(SortedMap<String, byte[]> entries) {
    store.putAll(entries);
    heap.putAll(entries);
  }

  @Override
  public Map<String, byte[]> getAll(Set<String> keys) {
    return store.getAll(keys);
  }

  @Override
  public void removeAll(SortedSet<String> keys) {
    store.removeAll(keys);
    heap.invalidateAll(keys);
  }

  @Override
  public void clear() {
    store.clear();
    heap.invalidateAll();
  }

  @Override
  public void close() {
    store.close();
  }
}
