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

  private static final VarHandle COUNT;
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(Cell[].class);

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(Cell.class, "count", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  static final int CELLS = 64;

  /** A power of two. */
  static final int SAMPLED = 1024;

  /**
   * Keeps what follows off the cache line of what stands before; processors fetch lines by the
   * pair.
   */
  @SuppressWarnings("UnusedVariable")
  private static class Padding {
    private long a, b, c, d, e, f, g, h, i, j, k, l, m, n, o;
  }

  private static final class Cell extends Padding {
    private final long owner;

    @SuppressWarnings("UnusedVariable") // read and written through its handle
    private long count;

    Cell(long owner) {
      this.owner = owner;
    }

    long count() {
      return (long) COUNT.getOpaque(this);
    }

    boolean tryIncrement() {
      long next = count() + 1;
      if ((next & (SAMPLED - 1)) == 0) {
        return false;
      }
      COUNT.setOpaque(this, next);
      return true;
    }
  }

  private final Cell[] cells = new Cell[CELLS];
  private final LongAdder others = new LongAdder();
  private final AtomicLong forgotten = new AtomicLong();

  /**
   * Counts one hit, mostly: one of {@link #SAMPLED} and those of threads without a cell are left to
   * {@link #add}.
   *
   * @return whether it was counted
   */
  boolean tryIncrement() {
    long thread = Thread.currentThread().getId();
    Cell cell = cells[(int) thread & (CELLS - 1)];
    return cell != null && cell.owner == thread && cell.tryIncrement();
  }

  /** Whether this thread owns its cell. */
  boolean hasCell() {
    long thread = Thread.currentThread().getId();
    Cell cell = cells[(int) thread & (CELLS - 1)];
    return cell != null && cell.owner == thread;
  }

  void add(long number) {
    long thread = Thread.currentThread().getId();
    int index = (int) thread & (CELLS - 1);
    Cell cell = cells[index];
    if (cell == null) {
      CELL.compareAndSet(cells, index, null, new Cell(thread));
      cell = (Cell) CELL.getAcquire(cells, index);
    }
    if (cell.owner == thread) {
      COUNT.setOpaque(cell, cell.count() + number);
    } else {
      others.add(number);
    }
  }

  private long all() {
    long sum = others.sum();
    for (int index = 0; index < CELLS; index++) {
      Cell cell = (Cell) CELL.getAcquire(cells, index);
      sum += cell == null ? 0 : cell.count();
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
