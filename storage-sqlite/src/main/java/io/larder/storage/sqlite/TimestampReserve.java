package io.larder.storage.sqlite;

import io.larder.storage.HybridClock;
import java.time.InstantSource;

/**
 * Sees to it that no timestamp is given out twice, though a loss of power takes back what was not
 * forced to the disk.
 *
 * <ol>
 *   <li>A timestamp that the wall clock has reached needs no care: that clock goes on meanwhile.
 *   <li>One that is ahead of it (a peer's change, or a clock that was set back, brings that about)
 *       is given out up to {@code meta.clock_reserved} only. A transaction that needs more must be
 *       durable, and raises that mark to {@link #BLOCK} past its last timestamp.
 *   <li>Each opening goes on from the mark. It need not know whether power was lost.
 * </ol>
 *
 * <p>Used by the writer, so by one thread at a time.
 */
final class TimestampReserve {

  /**
   * How many timestamps are reserved at a time: a millisecond of them. Each opening may take the
   * clock a block further, and takes longer than a millisecond itself, so that openings never drive
   * a clock away from the wall clock; and 65,536 changes share the cost of a forced commit.
   */
  static final long BLOCK = HybridClock.at(1);

  private final HybridClock clock;
  private final InstantSource wall;
  private long mark;

  TimestampReserve(HybridClock clock, InstantSource wall) {
    this.clock = clock;
    this.wall = wall;
  }

  /** Takes over the mark as it was committed. */
  void committed(long mark) {
    this.mark = mark;
  }

  /** The mark as it was committed last. */
  long mark() {
    return mark;
  }

  /** Whether a timestamp that was given out, or shown, lies past the mark and the wall clock. */
  boolean isExceeded() {
    long last = clock.last();
    return last > mark && HybridClock.millis(last) > wall.millis();
  }

  /** The mark that a transaction is to write which is forced to the disk. */
  long needed() {
    return isExceeded() ? clock.last() + BLOCK : mark;
  }
}
