package io.larder.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts hits: exactly, and without an atomic instruction for most threads, since that would take
 * as long as the rest of a hit.
 *
 * <ol>
 *   <li>A thread's id names its cell. The first thread to come by owns the cell for ever and is the
 *       only one that writes to it, so plain additions do.
 *   <li>A thread whose cell belongs to another one counts in a {@link LongAdder}.
 *   <li>A reset remembers what the sum was: a cell is its owner's alone.
 * </ol>
 *
 * <p>Thread-safe. A count is seen by others soon, and in any case once they have synchronized with
 * the thread.
 */
final class HitCounter {

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  static final int CELLS = 64;

  /** In longs. Two cache lines, since processors fetch lines by the pair. */
  private static final int STRIDE = 16;

  /**
   * In each stride the owner's id, or 0, and its count. The first one is empty: the array's length
   * stands before it, which all threads read.
   */
  private final long[] cells = new long[(CELLS + 1) * STRIDE];

  private final LongAdder others = new LongAdder();
  private final AtomicLong forgotten = new AtomicLong();

  private static int cell(long thread) {
    return (((int) thread & (CELLS - 1)) + 1) * STRIDE;
  }

  private static long count(long[] cells, int cell) {
    return (long) CELL.getOpaque(cells, cell + 1);
  }

  /** True about once in so many hits of a thread, a power of two. */
  boolean isOneOf(int number) {
    return (count(cells, cell(Thread.currentThread().getId())) & (number - 1)) == 0;
  }

  void add(long number) {
    long thread = Thread.currentThread().getId();
    int cell = cell(thread);
    if ((long) CELL.getOpaque(cells, cell) == thread
        || CELL.compareAndSet(cells, cell, 0L, thread)) {
      CELL.setOpaque(cells, cell + 1, count(cells, cell) + number);
    } else {
      others.add(number);
    }
  }

  private long all() {
    long sum = others.sum();
    for (int cell = STRIDE; cell < cells.length; cell += STRIDE) {
      sum += count(cells, cell);
    }
    return sum;
  }

  long sum() {
    return all() - forgotten.get();
  }

  void reset() {
    forgotten.set(all());
  }
}
