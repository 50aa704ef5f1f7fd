package io.larder.storage.sqlite;

import java.util.OptionalLong;

/**
 * What this process knows of the commits of others: whether there may be some that listeners have
 * not been told of, and through which position all are its own or told. Written by whoever leads,
 * read by the poller.
 */
final class ForeignChanges {

  private static final long NONE = -1;

  private boolean untold;
  private long through;
  private long lastVersion = NONE;

  /** Begins where nobody has listened yet. */
  synchronized void begin(long version, long position) {
    lastVersion = version;
    through = position;
  }

  /**
   * Notes the data version that the writer's connection sees. Called by the leader only.
   *
   * @param position the last position given out, if known to belong to that version; else 0
   */
  synchronized void seen(long version, long position) {
    if (version != lastVersion) {
      lastVersion = version;
      untold = true;
    } else if (!untold) {
      advance(position);
    }
  }

  /** The version of a connection that has been given up compares with no other's. */
  synchronized void forget() {
    lastVersion = NONE;
  }

  /**
   * Where to tell from, if there may be something to tell; asked by one thread, which then tells
   * it. What is seen from now on may move the position on, past what is still being told.
   */
  synchronized OptionalLong takeUntold() {
    if (!untold) {
      return OptionalLong.empty();
    }
    untold = false;
    return OptionalLong.of(through);
  }

  synchronized void advance(long position) {
    through = Math.max(through, position);
  }
}
