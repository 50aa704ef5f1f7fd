package io.larder.engine;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One lock a key, as long as somebody wants it. They make the threads of this JVM take turns on a
 * key, so that a loader runs once and a processor need not run again. They are no more than that:
 * every change is decided in the store on the stamp that it was based on. So nobody waits for ever,
 * and a thread that is inside user code does not wait at all; no callback can deadlock.
 */
final class KeyLocks<K> {

  /** Past this wait in milliseconds the caller goes on without the lock. */
  private static final long PATIENCE_MILLIS = 30_000;

  private static final class Turn extends ReentrantLock {
    private static final long serialVersionUID = 1L;

    /** How many threads hold or want it; guarded by the map's own lock on the key. */
    private int users;
  }

  /** A turn taken, or given up on. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  private final ConcurrentHashMap<K, Turn> turns = new ConcurrentHashMap<>();

  /**
   * Waits for the key's turn.
   *
   * @param mayWait false for a thread that may hold other turns already
   */
  Held acquire(K key, boolean mayWait) {
    Turn turn =
        turns.compute(
            key,
            (same, standing) -> {
              Turn wanted = standing == null ? new Turn() : standing;
              wanted.users++;
              return wanted;
            });
    boolean held = turn.tryLock() || (mayWait && await(turn));
    return () -> {
      if (held) {
        turn.unlock();
      }
      leave(key);
    };
  }

  private static boolean await(ReentrantLock lock) {
    try {
      return lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void leave(K key) {
    turns.computeIfPresent(key, (same, turn) -> --turn.users == 0 ? null : turn);
  }
}
