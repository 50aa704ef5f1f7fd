package io.larder.storage.jdbc;

import io.larder.storage.kernel.WriteSet;
import java.sql.SQLException;

/** A write transaction that has begun. It belongs to the thread that leads. */
public interface WriteTransaction {

  /** What has been changed in it; readable after the commit too. */
  WriteSet writes();

  /**
   * Whether what has been done in it is to survive a loss of power, though it was not begun so. It
   * is then not committed, but undone, and its tasks are run in one that is durable.
   */
  default boolean mustBeDurable() {
    return false;
  }

  /** Whether it has so much in memory already that no other task is to be run in it. */
  default boolean isFull() {
    return writes().bytesRead() >= GroupCommit.GROUP_BYTES;
  }

  /** Writes what the write set has changed, and commits. */
  void commit() throws SQLException;

  /** Undoes everything. Never throws: a connection that cannot even do this is given up. */
  void rollback();
}
