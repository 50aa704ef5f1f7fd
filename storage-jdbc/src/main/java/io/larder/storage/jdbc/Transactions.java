package io.larder.storage.jdbc;

import io.larder.storage.Batch;
import io.larder.storage.StorageException;
import java.sql.SQLException;
import java.util.List;

/** Begins the write transactions of one lane. Called by one thread at a time, its leader. */
public interface Transactions<T extends WriteTransaction> {

  /**
   * Begins one, waiting for other processes.
   *
   * @param durable whether its commit must survive a loss of power
   * @param batches what will be applied in it, so that the rows can be fetched at once; there may
   *     be other work
   */
  T begin(boolean durable, List<Batch> batches) throws SQLException;

  /**
   * Whether a transaction that failed so is to be run again with the same tasks: it has not
   * happened, and no task is at fault. Waits for the right moment.
   *
   * @param attempts how often it has been tried, from 1
   * @param firstNanos when that was for the first time, by {@link System#nanoTime}
   */
  default boolean awaitRetry(SQLException failure, int attempts, long firstNanos) {
    return false;
  }

  /**
   * Whether the beginning that has just failed so, and is not run again, may be the fault of one
   * task's batch, so that each is to be tried by itself.
   */
  default boolean mayBeOneTasks(Exception failure) {
    return false;
  }

  /** What callers are told of a failure; nothing has been written. */
  StorageException failure(SQLException cause);
}
