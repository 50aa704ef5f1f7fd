package io.larder.engine;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a cache counts, in striped counters. Times are in nanoseconds and sampled: one of so many
 * hits is timed, everything slower is.
 *
 * <p>Thread-safe. While it is off, nothing is counted.
 */
public final class Statistics {

  private volatile boolean enabled;

  private final HitCounter hits = new HitCounter();
  private final LongAdder misses = new LongAdder();
  private final LongAdder puts = new LongAdder();
  private final LongAdder removals = new LongAdder();
  private final LongAdder evictions = new LongAdder();
  private final MeanTime gets = new MeanTime();
  private final MeanTime putting = new MeanTime();
  private final MeanTime removing = new MeanTime();

  private static final class MeanTime {
    private final LongAdder nanos = new LongAdder();
    private final LongAdder samples = new LongAdder();

    void add(long duration, long operations) {
      nanos.add(duration);
      samples.add(operations);
    }

    float micros() {
      long count = samples.sum();
      return count == 0 ? 0 : nanos.sum() / (float) count / 1_000;
    }

    void reset() {
      nanos.reset();
      samples.reset();
    }
  }

  public boolean isEnabled() {
    return enabled;
  }

  public void setEnabled(boolean on) {
    enabled = on;
  }

  /** The start of something that is going to be timed, or 0 if nothing is counted. */
  long start() {
    return enabled ? System.nanoTime() : 0;
  }

  /**
   * Counts a hit where that is quickly done; otherwise it is still to be counted by {@link #hit}.
   */
  boolean counted() {
    return !enabled || hits.tryIncrement();
  }

  void hit() {
    found(1);
  }

  /**
   * Whether a hit that was left to {@link #hit} is to be timed: one of so many of threads that have
   * no cell of their own, and each of the others.
   */
  boolean timesHit() {
    return hits.hasCell() || ThreadLocalRandom.current().nextInt(HitCounter.SAMPLED) == 0;
  }

  /** A hit that stands for many others has come to its end. */
  void timedHit(long start) {
    gets.add((System.nanoTime() - start) * HitCounter.SAMPLED, HitCounter.SAMPLED);
  }

  void found(long number) {
    if (enabled) {
      hits.add(number);
    }
  }

  void missed(long number) {
    if (enabled) {
      misses.add(number);
    }
  }

  void put(long number) {
    if (enabled) {
      puts.add(number);
    }
  }

  void removed(long number) {
    if (enabled) {
      removals.add(number);
    }
  }

  void evicted(long number) {
    if (enabled) {
      evictions.add(number);
    }
  }

  void timedGet(long start, long operations) {
    if (start != 0 && operations > 0) {
      gets.add(System.nanoTime() - start, operations);
    }
  }

  void timedPut(long start, long operations) {
    if (start != 0 && operations > 0) {
      putting.add(System.nanoTime() - start, operations);
    }
  }

  void timedRemove(long start, long operations) {
    if (start != 0 && operations > 0) {
      removing.add(System.nanoTime() - start, operations);
    }
  }

  public void clear() {
    hits.reset();
    misses.reset();
    puts.reset();
    removals.reset();
    evictions.reset();
    gets.reset();
    putting.reset();
    removing.reset();
  }

  public long hits() {
    return hits.sum();
  }

  public long misses() {
    return misses.sum();
  }

  public long puts() {
    return puts.sum();
  }

  public long removals() {
    return removals.sum();
  }

  public long evictions() {
    return evictions.sum();
  }

  /** The mean time of a get, in microseconds. */
  public float averageGetMicros() {
    return gets.micros();
  }

  /** The mean time of a put, in microseconds. */
  public float averagePutMicros() {
    return putting.micros();
  }

  /** The mean time of a removal, in microseconds. */
  public float averageRemoveMicros() {
    return removing.micros();
  }
}
