package io.larder.storage.jdbc;

import io.larder.storage.kernel.WriteSet;
import java.sql.SQLException;

/** A write transaction that has begun. It belongs to the thread that leads. */
public interface WriteTransaction {

  /** What has been changed in it; readable after the commit too. */
  WriteSet writes();

  /** Writes what the write set has changed, and commits. */
  void commit() throws SQLException;

  /** Undoes everything. Never throws: a connection that cannot even do this is given up. */
  void rollback();
}
