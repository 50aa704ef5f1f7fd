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
 * <p>Every text names the store's tables in braces, <code>{entry}</code>: here they get the schema
 * that holds them, so that no statement depends on what the connection looks for by itself.
 *
 * <p>Not thread-safe: it belongs to the thread that has the connection.
 */
public final class Statements implements AutoCloseable {

  private final Connection connection;
  private final TableNames tables;
  private final Map<String, PreparedStatement> kept = new HashMap<>();

  /** Takes the connection to a database without schemas as its own. */
  public Statements(Connection connection) {
    this(connection, TableNames.BARE);
  }

  /**
   * Takes the connection as its own.
   *
   * @param schema holds the tables; empty if the database has no schemas
   */
  public Statements(Connection connection, String schema) {
    this(connection, new TableNames(schema));
  }

  /** Takes the connection as its own. */
  public Statements(Connection connection, TableNames tables) {
    this.connection = connection;
    this.tables = tables;
  }

  /** The statement for that text; its parameters are those of the last use. */
  public PreparedStatement of(String sql) throws SQLException {
    PreparedStatement statement = kept.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(tables.in(sql));
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
      statement.execute(tables.in(sql));
    }
  }

  /** Runs several statements that are parted by semicolons and return nothing. */
  public void runScript(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(tables.in(sql));
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
