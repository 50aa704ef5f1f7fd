package io.larder.benchmarks;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How many operations on random keys one thread does in a second. */
final class Rate {

  /** What is done to a key. */
  interface Operation {
    void on(String key);
  }

  private Rate() {}

  /**
   * Measures.
   *
   * @param keys how many keys there are
   */
  static double perSecond(long millis, int keys, Operation operation) {
    long start = System.nanoTime();
    long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
    long done = 0;
    long now = start;
    for (; now < end; now = System.nanoTime()) {
      operation.on(Workload.key(ThreadLocalRandom.current().nextInt(keys)));
      done++;
    }
    return done * 1e9 / (now - start);
  }
}
