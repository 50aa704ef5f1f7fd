package io.larder.storage.postgresql;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets as many borrow a connection for reading as there are, so that the others seldom wait in the
 * pool. There who gives back while others wait yields the processor in a loop until one of them has
 * it, which on few processors took a multiple of what the reads took.
 *
 * <p>Who gets no turn soon goes to the pool without one: it knows why no connection is free, and
 * for how long that may be. Thread-safe.
 */
final class ReadTurns {

  private final Semaphore free;
  private final long longestNanos;

  /**
   * @param count how many have a turn at once
   * @param longest how long is waited for one
   */
  ReadTurns(int count, Duration longest) {
    this.free = new Semaphore(count);
    this.longestNanos = longest.toNanos();
  }

  /**
   * Waits for a turn. An interrupt ends the wait, and is left set.
   *
   * @return whether there is one, which is to be given back
   */
  boolean take() {
    if (free.tryAcquire()) {
      return true;
    }
    try {
      return free.tryAcquire(longestNanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void giveBack() {
    free.release();
  }
}
