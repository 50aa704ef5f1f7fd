package io.larder.storage.postgresql;

import io.larder.storage.jdbc.Statements;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Writes rows by hand, one transaction after the other. */
final class RawWriter implements AutoCloseable {

  private static final String PUT =
      """
      INSERT INTO {entry} (space, key, full_key, epoch, version, timestamp, origin, expires_at,
        deleted, seq, value)
      VALUES (1, ?, NULL, ?, 1, 1, 7, 9223372036854775807, 0, ?, ?)
      ON CONFLICT (space, key) DO UPDATE SET version = entry.version + 1, epoch = excluded.epoch,
        seq = excluded.seq, value = excluded.value
      """;

  private final Connection connection;
  private final Statements statements;
  private long position;

  RawWriter(Connection connection, String schema) throws SQLException {
    this.connection = connection;
    this.statements = new Statements(connection, schema);
    connection.setAutoCommit(false);
  }

  /** The transaction's number. */
  long begin() throws SQLException {
    long xid = statements.number("SELECT CAST(CAST(pg_current_xact_id() AS text) AS bigint)");
    position = (xid << 20) - 1;
    return xid;
  }

  RawWriter put(String key) throws SQLException {
    return put(key, 1);
  }

  /** Writes the row under the transaction's next position. */
  RawWriter put(String key, long epoch) throws SQLException {
    PreparedStatement put = statements.of(PUT);
    put.setBytes(1, key.getBytes(StandardCharsets.UTF_8));
    put.setLong(2, epoch);
    put.setLong(3, ++position);
    put.setBytes(4, key.getBytes(StandardCharsets.UTF_8));
    put.executeUpdate();
    return this;
  }

  /** Raises the space's epoch. */
  void clear() throws SQLException {
    statements.runOnce("UPDATE {space} SET epoch = epoch + 1, seq = " + ++position);
  }

  /** Removes the row, as the collector does. */
  void collect(String key, String mark) throws SQLException {
    long seq = statements.number("SELECT seq FROM {entry} WHERE key = '%s'::bytea".formatted(key));
    statements.runOnce("DELETE FROM {entry} WHERE seq = " + seq);
    statements.runOnce("UPDATE {meta} SET %1$s = greatest(%1$s, %2$d)".formatted(mark, seq));
  }

  void run(String sql) throws SQLException {
    statements.runOnce(sql);
  }

  long number(String sql) throws SQLException {
    return statements.number(sql);
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  /** Writes one row in a transaction of its own. */
  long committed(String key) throws SQLException {
    long xid = begin();
    put(key).commit();
    return xid;
  }

  @Override
  public void close() throws SQLException {
    statements.close();
  }
}
