package io.larder.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts hits, exactly, in stripes chosen by thread: a {@code LongAdder} that also knows when to
 * sample, without a random number. Thread-safe.
 */
final class HitCounter {

  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

  /** Stripes are this many longs apart, so that no two share a cache line or its neighbour. */
  private static final int STRIDE = 16;

  private static final int STRIPES =
      Integer.highestOneBit(Math.max(1, Runtime.getRuntime().availableProcessors())) * 4;

  /** The first stride is left empty: the array's length stands before it and is read by all. */
  private final long[] counts = new long[(STRIPES + 1) * STRIDE];

  private static int stripe() {
    long hash = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
    return ((int) (hash >>> 32) & (STRIPES - 1)) * STRIDE + STRIDE;
  }

  /** Whether as many hits as that have passed in this stripe since it last was so. */
  boolean isOneOf(int number) {
    return (counts[stripe()] & (number - 1)) == 0;
  }

  void increment() {
    add(1);
  }

  void add(long number) {
    COUNT.getAndAdd(counts, stripe(), number);
  }

  long sum() {
    long sum = 0;
    for (int stripe = STRIDE; stripe < counts.length; stripe += STRIDE) {
      sum += (long) COUNT.getVolatile(counts, stripe);
    }
    return sum;
  }

  void reset() {
    for (int stripe = STRIDE; stripe < counts.length; stripe += STRIDE) {
      COUNT.setVolatile(counts, stripe, 0L);
    }
  }
}
