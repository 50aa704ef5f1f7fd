package io.larder.storage.sqlite;

import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.WriteSet;

/**
 * The row of {@code entry} that was written last, as one commit has left it. A plain put writes its
 * row and nothing else, so that row tells what changes with each put.
 *
 * <ol>
 *   <li>While its position is past {@code meta.seq}, it tells the last position, the last timestamp
 *       and how many entries its space has; the row of that space may be behind.
 *   <li>Every other space's row tells its own count.
 *   <li>So its count is <em>settled</em>, written to its space's row, in the transaction after
 *       which it does not tell it any more: where the last row is then one of another space, or
 *       {@code meta.seq} is raised past it.
 *   <li>{@code meta.seq} is raised whenever a row is removed, and where the last row does not tell
 *       the last position or timestamp. So no older row ever becomes the one that tells.
 * </ol>
 *
 * <p>All of this is decided and written inside a transaction, from what stands in the file: it
 * holds after a crash, and for each of several processes.
 *
 * @param position the last position that was given out
 * @param countedSpace the space whose count the row tells, 0 if none
 */
record LastRow(long position, long countedSpace) {

  private static final long NONE = 0;

  /** Whether the rows alone will tell which position and which timestamp were given out last. */
  boolean isToldBy(WriteSet writes, long lastTimestamp) {
    if (!writes.collectedEntries().isEmpty()) {
      return false;
    }
    if (writes.position() == position) {
      return true;
    }
    StoredEntry last = writes.lastChange();
    return last != null && last.entry().stamp().timestamp() == lastTimestamp;
  }

  /**
   * The last row after a transaction.
   *
   * @param raises whether it raises {@code meta.seq}
   */
  LastRow after(WriteSet writes, boolean raises) {
    if (raises) {
      return new LastRow(writes.position(), NONE);
    }
    StoredEntry last = writes.lastChange();
    return last == null ? this : new LastRow(writes.position(), last.space());
  }

  /** Whether its count is to be settled, since it does not stand in {@code next}. */
  boolean isSettledBefore(LastRow next) {
    return countedSpace != NONE && countedSpace != next.countedSpace;
  }
}
