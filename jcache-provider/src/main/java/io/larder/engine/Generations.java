package io.larder.engine;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts, by stripe of keys, how often something became stale. Who reads a key from the store notes
 * the generation first, and may keep what it read only if the generation is still the same.
 */
final class Generations {

  private final AtomicLongArray counts;

  /**
   * @param stripes how many counters there are, a power of two
   */
  Generations(int stripes) {
    counts = new AtomicLongArray(stripes);
  }

  long of(Object key) {
    return counts.get(stripe(key));
  }

  void raise(Object key) {
    counts.incrementAndGet(stripe(key));
  }

  void raiseAll() {
    for (int stripe = 0; stripe < counts.length(); stripe++) {
      counts.incrementAndGet(stripe);
    }
  }

  private int stripe(Object key) {
    int hash = key.hashCode() * 0x9E3779B9;
    return (hash >>> 16) & (counts.length() - 1);
  }
}
