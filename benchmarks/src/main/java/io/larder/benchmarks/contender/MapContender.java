package io.larder.benchmarks.contender;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A contender that shows itself as a map, with a commit after each write or without. */
final class MapContender implements Contender {

  private final ConcurrentMap<String, byte[]> map;
  private final Runnable commit;
  private final Runnable close;

  MapContender(ConcurrentMap<String, byte[]> map, Runnable commit, Runnable close) {
    this.map = map;
    this.commit = commit;
    this.close = close;
  }

  @Override
  public void put(String key, byte[] value) {
    map.put(key, value);
    commit.run();
  }

  @Override
  public byte @Nullable [] get(String key) {
    return map.get(key);
  }

  @Override
  public void putAll(SortedMap<String, byte[]> entries) {
    map.putAll(entries);
    commit.run();
  }

  @Override
  public Map<String, byte[]> getAll(Set<String> keys) {
    Map<String, byte[]> found = new HashMap<>();
    for (String key : keys) {
      byte[] value = map.get(key);
      if (value != null) {
        found.put(key, value);
      }
    }
    return found;
  }

  @Override
  public void removeAll(SortedSet<String> keys) {
    keys.forEach(map::remove);
    commit.run();
  }

  @Override
  public void clear() {
    map.clear();
    commit.run();
  }

  @Override
  public void close() {
    close.run();
  }
}
