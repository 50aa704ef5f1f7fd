package io.larder.benchmarks.contender;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One connection with statements on the product's own table {@code entry}, whose columns are read
 * from the database. Not thread-safe.
 */
final class RawConnection implements AutoCloseable {

  private final Connection connection;
  private final RowForm form;
  private final List<String> columns;
  private final String table;
  private final PreparedStatement upsert;
  private final PreparedStatement select;
  private final PreparedStatement delete;

  /** What rows of the table look like. */
  static final class RowForm {

    private final String table;
    private final long space;
    private final long epoch;
    private final byte[] keyPrefix;

    /**
     * @param table its name as SQL has it
     * @param space what all rows have in the column of that name
     * @param epoch likewise; the product sees no rows of another one
     * @param keyPrefix what stands before the text of a key
     */
    RowForm(String table, long space, long epoch, byte... keyPrefix) {
      this.table = table;
      this.space = space;
      this.epoch = epoch;
      this.keyPrefix = keyPrefix.clone();
    }

    byte[] key(String key) {
      byte[] text = key.getBytes(StandardCharsets.UTF_8);
      byte[] whole = Arrays.copyOf(keyPrefix, keyPrefix.length + text.length);
      System.arraycopy(text, 0, whole, keyPrefix.length, text.length);
      return whole;
    }
  }

  RawConnection(Connection connection, RowForm form) throws SQLException {
    this.connection = connection;
    this.form = form;
    this.table = form.table;
    this.columns = columns(connection, table);
    this.upsert = connection.prepareStatement(upsertOf(table, columns));
    this.select =
        connection.prepareStatement(
            "SELECT %s FROM %s WHERE space = ? AND key = ?"
                .formatted(String.join(", ", columns), table));
    this.delete =
        connection.prepareStatement("DELETE FROM %s WHERE space = ? AND key = ?".formatted(table));
  }

  private static List<String> columns(Connection connection, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
      ResultSetMetaData row = none.getMetaData();
      for (int i = 1; i <= row.getColumnCount(); i++) {
        columns.add(row.getColumnName(i));
      }
    }
    return columns;
  }

  private static String upsertOf(String table, List<String> columns) {
    return "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (space, key) DO UPDATE SET %s"
        .formatted(
            table,
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
        case "key" -> upsert.setBytes(parameter, form.key(key));
        case "value" -> upsert.setBytes(parameter, value);
        case "full_key" -> upsert.setBytes(parameter, null);
        case "space" -> upsert.setLong(parameter, form.space);
        case "epoch" -> upsert.setLong(parameter, form.epoch);
        case "deleted" -> upsert.setLong(parameter, 0);
        case "expires_at" -> upsert.setLong(parameter, Long.MAX_VALUE);
        case "timestamp" -> upsert.setLong(parameter, System.currentTimeMillis() << 16);
        default -> upsert.setLong(parameter, position);
      }
    }
  }

  /** Reads the whole row. */
  byte @Nullable [] get(String key) throws SQLException {
    select.setLong(1, form.space);
    select.setBytes(2, form.key(key));
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
      delete.setLong(1, form.space);
      delete.setBytes(2, form.key(key));
      delete.addBatch();
    }
    delete.executeBatch();
    connection.commit();
    connection.setAutoCommit(true);
  }

  void clear() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM " + table);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
