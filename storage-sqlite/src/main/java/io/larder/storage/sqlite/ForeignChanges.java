package io.larder.storage.sqlite;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What this process knows of the commits of others: whether there may be some that listeners have
 * not been told of, and through which position all are its own or told. Written by whoever leads,
 * read by the poller.
 */
final class ForeignChanges {

  private static final long NONE = -1;

  private final AtomicBoolean untold = new AtomicBoolean();
  private final AtomicLong through = new AtomicLong();
  private volatile long lastVersion = NONE;

  /** Begins where nobody has listened yet. */
  void begin(long version, long position) {
    lastVersion = version;
    through.set(position);
  }

  /**
   * Notes the data version that the writer's connection sees. Called by the leader only.
   *
   * @param position the last position given out, if known to belong to that version; else 0
   */
  void seen(long version, long position) {
    if (version != lastVersion) {
      lastVersion = version;
      untold.set(true);
    } else if (!untold.get()) {
      advance(position);
    }
  }

  /** The version of a connection that has been given up compares with no other's. */
  void forget() {
    lastVersion = NONE;
  }

  /** Whether there may be something to tell; asked by one thread, which then tells it. */
  boolean takeUntold() {
    return untold.getAndSet(false);
  }

  long through() {
    return through.get();
  }

  void advance(long position) {
    through.accumulateAndGet(position, Math::max);
  }
}
