package io.larder.engine;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts, by stripe of keys, how often something became stale. Who reads a key from the store notes
 * the generation first, and may keep what it read only if the generation is still the same.
 */
final class Generations {

  private static final int STRIPES = 4096;

  private final AtomicLongArray counts = new AtomicLongArray(STRIPES);

  long of(Object key) {
    return counts.get(stripe(key));
  }

  void raise(Object key) {
    counts.incrementAndGet(stripe(key));
  }

  void raiseAll() {
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      counts.incrementAndGet(stripe);
    }
  }

  private static int stripe(Object key) {
    int hash = key.hashCode() * 0x9E3779B9;
    return (hash >>> 16) & (STRIPES - 1);
  }
}
