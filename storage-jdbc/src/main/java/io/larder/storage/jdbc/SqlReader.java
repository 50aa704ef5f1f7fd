package io.larder.storage.jdbc;

import java.sql.SQLException;

/** One connection for reading. It belongs to the thread that reads. */
public record SqlReader(Statements statements, SqlReads reads, SqlFeed feed) {

  /** A read on one connection. */
  @FunctionalInterface
  public interface Read<R> {
    R on(SqlReader reader) throws SQLException;
  }

  public static SqlReader of(Dialect dialect, Statements statements) {
    return new SqlReader(
        statements, new SqlReads(dialect, statements), new SqlFeed(dialect, statements));
  }
}
