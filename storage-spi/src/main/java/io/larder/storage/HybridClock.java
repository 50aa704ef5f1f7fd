package io.larder.storage;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hybrid logical clock: 48 bits of milliseconds since the Unix epoch, then 16 bits of counter.
 * Strictly increasing, never behind the wall clock, and never behind any timestamp it has been
 * shown, so a change that follows another bears the later timestamp whatever the wall clocks say.
 *
 * <p>Thread-safe and lock-free. After Kulkarni et al., "Logical Physical Clocks" (2014).
 */
public final class HybridClock {

  private static final int COUNTER_BITS = 16;

  private final InstantSource wall;
  private final AtomicLong last = new AtomicLong();

  public HybridClock(InstantSource wall) {
    this.wall = wall;
  }

  /** A timestamp greater than all that this clock has given or been shown. */
  public long next() {
    long floor = wall.millis() << COUNTER_BITS;
    return last.updateAndGet(previous -> Math.max(previous + 1, floor));
  }

  /** The greatest timestamp that this clock has given or been shown; 0 before the first. */
  public long last() {
    return last.get();
  }

  /** Makes later timestamps greater than this one. */
  public void observe(long timestamp) {
    last.accumulateAndGet(timestamp, Math::max);
  }

  /** The milliseconds since the Unix epoch that a timestamp holds. */
  public static long millis(long timestamp) {
    return timestamp >>> COUNTER_BITS;
  }

  /** The least timestamp of that millisecond. */
  public static long at(long millis) {
    return millis << COUNTER_BITS;
  }
}
