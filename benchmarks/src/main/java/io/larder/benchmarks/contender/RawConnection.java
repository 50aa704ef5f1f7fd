package io.larder.benchmarks.contender;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One connection of sqlite-jdbc with statements on the product's own table {@code entry}, whose
 * columns are read from the file. Not thread-safe.
 */
final class RawConnection implements AutoCloseable {

  private static final long SPACE = 1;
  private static final int BUSY_TIMEOUT_MILLIS = 30_000;
  private static final int CACHE_KIB = 16 * 1024;

  private final Connection connection;
  private final List<String> columns;
  private final PreparedStatement upsert;
  private final PreparedStatement select;
  private final PreparedStatement delete;

  RawConnection(Path file, String synchronous) throws SQLException {
    this.connection = connect(file, synchronous);
    this.columns = columns(connection);
    this.upsert = connection.prepareStatement(upsertOf(columns));
    this.select =
        connection.prepareStatement(
            "SELECT " + String.join(", ", columns) + " FROM entry WHERE space = ? AND key = ?");
    this.delete = connection.prepareStatement("DELETE FROM entry WHERE space = ? AND key = ?");
  }

  /** A connection as the product sets its own: nobody but the checkpoints' thread checkpoints. */
  static Connection connect(Path file, String synchronous) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_TIMEOUT_MILLIS);
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      statement.execute("PRAGMA journal_size_limit = " + RawCheckpoints.PASSIVE_BYTES);
      statement.execute("PRAGMA cache_size = -" + CACHE_KIB);
      statement.execute("PRAGMA synchronous = " + synchronous);
    }
    return connection;
  }

  private static List<String> columns(Connection connection) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT name FROM pragma_table_info('entry')")) {
      while (row.next()) {
        columns.add(row.getString(1));
      }
    }
    return columns;
  }

  private static String upsertOf(List<String> columns) {
    return "INSERT INTO entry (%s) VALUES (%s) ON CONFLICT (space, key) DO UPDATE SET %s"
        .formatted(
            String.join(", ", columns),
            columns.stream().map(column -> "?").collect(Collectors.joining(", ")),
            columns.stream()
                .filter(column -> !column.equals("space") && !column.equals("key"))
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", ")));
  }

  /** Commits one row. */
  void put(String key, byte[] value, long position) throws SQLException {
    bind(key, value, position);
    upsert.executeUpdate();
  }

  /** Commits all rows in one transaction, as one JDBC batch. */
  void putAll(Map<String, byte[]> entries, long firstPosition) throws SQLException {
    long position = firstPosition;
    connection.setAutoCommit(false);
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      bind(entry.getKey(), entry.getValue(), position++);
      upsert.addBatch();
    }
    upsert.executeBatch();
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void bind(String key, byte[] value, long position) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      int parameter = i + 1;
      switch (columns.get(i)) {
        case "key" -> upsert.setBytes(parameter, key.getBytes(StandardCharsets.UTF_8));
        case "value" -> upsert.setBytes(parameter, value);
        case "full_key" -> upsert.setBytes(parameter, null);
        case "space" -> upsert.setLong(parameter, SPACE);
        case "deleted" -> upsert.setLong(parameter, 0);
        case "expires_at" -> upsert.setLong(parameter, Long.MAX_VALUE);
        case "timestamp" -> upsert.setLong(parameter, System.currentTimeMillis() << 16);
        default -> upsert.setLong(parameter, position);
      }
    }
  }

  /** Reads the whole row. */
  byte @Nullable [] get(String key) throws SQLException {
    select.setLong(1, SPACE);
    select.setBytes(2, key.getBytes(StandardCharsets.UTF_8));
    try (ResultSet row = select.executeQuery()) {
      byte[] value = null;
      while (row.next()) {
        for (int i = 0; i < columns.size(); i++) {
          switch (columns.get(i)) {
            case "key", "full_key" -> row.getBytes(i + 1);
            case "value" -> value = row.getBytes(i + 1);
            default -> row.getLong(i + 1);
          }
        }
      }
      return value;
    }
  }

  /** Deletes all rows in one transaction, as one JDBC batch. */
  void removeAll(Collection<String> keys) throws SQLException {
    connection.setAutoCommit(false);
    for (String key : keys) {
      delete.setLong(1, SPACE);
      delete.setBytes(2, key.getBytes(StandardCharsets.UTF_8));
      delete.addBatch();
    }
    delete.executeBatch();
    connection.commit();
    connection.setAutoCommit(true);
  }

  void clear() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM entry");
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
