package io.larder.storage.sqlite;

import io.larder.storage.StorageException;
import io.larder.storage.StoreClosedException;
import io.larder.storage.jdbc.SqlReader;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * Connections for reading, opened as they are needed and kept, each with its statements. A reader
 * waits for no writer; past the bound it waits for another reader. A connection that failed is
 * closed, so the next read begins on a fresh one. Thread-safe.
 */
final class ReaderPool implements AutoCloseable {

  private final Connections connections;
  private final Failures failures;
  private final int size;
  private final Semaphore permits;
  private final String location;
  private volatile boolean closed;
  private final Deque<SqlReader> idle = new ConcurrentLinkedDeque<>();

  ReaderPool(Connections connections, Failures failures, int size, String location) {
    this.connections = connections;
    this.failures = failures;
    this.size = size;
    this.location = location;
    this.permits = new Semaphore(size);
  }

  /**
   * @throws StorageException if it fails
   */
  <R> R read(SqlReader.Read<R> read) {
    failures.checkUndamaged();
    permits.acquireUninterruptibly();
    try {
      if (closed) {
        throw new StoreClosedException(location);
      }
      return borrowed(read);
    } catch (SQLException e) {
      throw failures.of(e);
    } finally {
      permits.release();
    }
  }

  private <R> R borrowed(SqlReader.Read<R> read) throws SQLException {
    SqlReader reader = idle.pollFirst();
    if (reader == null) {
      reader = SqlReader.of(SqliteDialect.SQLITE, connections.reader());
    }
    boolean sound = false;
    try {
      R result = read.on(reader);
      sound = true;
      return result;
    } finally {
      if (sound) {
        idle.addFirst(reader);
      } else {
        close(reader);
      }
    }
  }

  private void close(SqlReader reader) {
    try {
      reader.statements().close();
    } catch (SQLException e) {
      failures.closingFailed(e);
    }
  }

  /** Waits for the reads that are going on, then closes all connections. */
  @Override
  public void close() {
    permits.acquireUninterruptibly(size);
    closed = true;
    try {
      for (SqlReader reader = idle.poll(); reader != null; reader = idle.poll()) {
        close(reader);
      }
    } finally {
      permits.release(size);
    }
  }
}
