package io.larder.benchmarks.contender;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Something that keeps bytes under strings on disk. Thread-safe. Each acknowledges a write when it
 * has done what its name says, and no earlier. Failures are unchecked.
 */
public interface Contender extends AutoCloseable {

  void put(String key, byte[] value);

  byte @Nullable [] get(String key);

  /** All or as many calls as it takes where there is no such operation. */
  void putAll(SortedMap<String, byte[]> entries);

  /** Those that there are. */
  Map<String, byte[]> getAll(Set<String> keys);

  void removeAll(SortedSet<String> keys);

  void clear();

  /** A clean close; what was put is there at the next opening. */
  @Override
  void close();
}
