package io.larder.storage.postgresql;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits before something is tried again, longer each time, at random, so that those who collided do
 * not meet again; up to a limit in all. Immutable.
 */
final class Backoff {

  private static final long FIRST_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final long limitNanos;

  Backoff(Duration limit) {
    this.limitNanos = limit.toNanos();
  }

  /**
   * Waits, though the thread be interrupted.
   *
   * @param attempts how often it has been tried, from 1
   * @param firstNanos when that was for the first time, by {@link System#nanoTime}
   * @return false, without a wait, if it has been tried for long enough
   */
  boolean await(int attempts, long firstNanos) {
    long now = System.nanoTime();
    if (now - firstNanos >= limitNanos) {
      return false;
    }
    long longest = Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(attempts, 20));
    long until = now + ThreadLocalRandom.current().nextLong(longest / 2, longest);
    boolean interrupted = false;
    for (long left = until - now; left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return true;
  }
}
