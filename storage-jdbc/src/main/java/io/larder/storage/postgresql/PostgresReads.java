package io.larder.storage.postgresql;

import io.larder.storage.StorageException;
import io.larder.storage.StoreClosedException;
import io.larder.storage.jdbc.SqlReader;
import io.larder.storage.postgresql.PostgresFailures.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;

/** Reads on pooled connections. A read whose connection is lost is made again. Thread-safe. */
final class PostgresReads {

  private final PostgresConnections connections;
  private final Backoff backoff;
  private volatile boolean closed;

  PostgresReads(PostgresConnections connections, Backoff backoff) {
    this.connections = connections;
    this.backoff = backoff;
  }

  /**
   * @throws StorageException if it fails
   */
  <R> R read(SqlReader.Read<R> read) {
    try {
      return run(read, e -> PostgresFailures.kind(e) != Kind.OTHER);
    } catch (SQLException e) {
      throw connections.failures().of(e);
    }
  }

  /**
   * Runs what must not happen twice: again only if it has certainly not happened.
   *
   * @throws SQLException if it fails
   */
  <R> R once(SqlReader.Read<R> read) throws SQLException {
    return run(read, PostgresFailures::hasNotHappened);
  }

  private <R> R run(SqlReader.Read<R> read, Predicate<SQLException> again) throws SQLException {
    long first = System.nanoTime();
    for (int attempts = 1; ; attempts++) {
      try {
        return attempt(read);
      } catch (SQLException e) {
        if (!again.test(e) || closed || !backoff.await(attempts, first)) {
          throw e;
        }
      }
    }
  }

  private <R> R attempt(SqlReader.Read<R> read) throws SQLException {
    if (closed) {
      throw new StoreClosedException(connections.life().identity().location());
    }
    boolean turn = connections.turns().take();
    try (Connection connection = connections.reader()) {
      try {
        return read.on(
            SqlReader.of(PostgresDialect.POSTGRESQL, ReadConnections.statements(connection)));
      } catch (SQLException | RuntimeException | Error e) {
        connections.giveUp(connection);
        throw e;
      }
    } finally {
      if (turn) {
        connections.turns().giveBack();
      }
    }
  }

  /** Nobody may read any more; the pool is closed by its owner. */
  void close() {
    closed = true;
  }
}
