package io.larder.storage.jdbc;

import io.larder.storage.StorageException;
import java.sql.SQLException;

/** Begins the write transactions of one store. Called by one thread at a time, the leader. */
public interface Transactions<T extends WriteTransaction> {

  /**
   * Begins one, waiting for other processes.
   *
   * @param durable whether its commit must survive a loss of power
   */
  T begin(boolean durable) throws SQLException;

  /** What callers are told of a failure; nothing has been written. */
  StorageException failure(SQLException cause);
}
