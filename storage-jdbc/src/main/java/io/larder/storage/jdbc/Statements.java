package io.larder.storage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * One connection with its statements, each prepared once and kept. After a failed call the
 * connection is not to be trusted with its statements: close it and open another.
 *
 * <p>Not thread-safe: it belongs to the thread that has the connection.
 */
public final class Statements implements AutoCloseable {

  private final Connection connection;
  private final Map<String, PreparedStatement> kept = new HashMap<>();

  /** Takes the connection as its own. */
  public Statements(Connection connection) {
    this.connection = connection;
  }

  /** The statement for that text; its parameters are those of the last use. */
  public PreparedStatement of(String sql) throws SQLException {
    PreparedStatement statement = kept.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      kept.put(sql, statement);
    }
    return statement;
  }

  /** Runs a statement without parameters. */
  public void run(String sql) throws SQLException {
    of(sql).execute();
  }

  /** Runs a statement that is not kept: SQLite does some pragmas when they are prepared. */
  public void runOnce(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The number in the first column of the first row, which there must be. */
  public long number(String sql) throws SQLException {
    try (ResultSet row = of(sql).executeQuery()) {
      if (!row.next()) {
        throw new SQLException("No row from: " + sql);
      }
      return row.getLong(1);
    }
  }

  /** Closes the connection and all its statements. */
  @Override
  public void close() throws SQLException {
    kept.clear();
    connection.close();
  }
}
