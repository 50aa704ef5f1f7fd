package io.larder.storage.codec;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Stops reading one stream when it takes far longer than its length explains, as with a set of many
 * unequal lists that have the same hash code: each that is added is compared with those before.
 * What is costly cannot be seen beforehand; but the stream is asked for each element, and adding
 * one costs little more than adding the one before did.
 *
 * <p>Sets and maps that read all elements before they hash the first ({@code Set.of}, {@code
 * Map.of}, {@code ConcurrentHashMap}) are not stopped on their way: the length of values bounds
 * those.
 */
final class ReadingTime {

  private static final long FREE_NANOS = 5_000_000_000L;
  private static final long NANOS_PER_BYTE = 1_000;

  private final long limit;
  private long start = System.nanoTime();
  private long processorTime = -1;

  ReadingTime(long limitNanos) {
    this.limit = limitNanos;
  }

  /** Allows five seconds, and one more for each megabyte: some ten times what is needed. */
  static ReadingTime forLength(long streamBytes) {
    return new ReadingTime(FREE_NANOS + streamBytes * NANOS_PER_BYTE);
  }

  /**
   * Called for each object and reference.
   *
   * @throws CodecException if the time is over
   */
  void check() {
    if (System.nanoTime() - start > limit) {
      checkProcessorTime();
    }
  }

  /** A machine that was busy or asleep is no reason: from now on the thread's own work counts. */
  private void checkProcessorTime() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long now =
        threads.isCurrentThreadCpuTimeSupported()
            ? threads.getCurrentThreadCpuTime()
            : System.nanoTime();
    if (processorTime >= 0 && now - processorTime > limit) {
      throw new CodecException(
          "The bytes of a value are hostile, or its hash codes bad: reading them was stopped after "
              + limit / 1_000_000
              + " ms of work.");
    }
    if (processorTime < 0) {
      processorTime = now;
    }
    start = System.nanoTime() - limit + limit / 16;
  }
}
