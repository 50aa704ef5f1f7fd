package io.larder.tck.hostile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A closed store's file as someone else's program sees it: a table of bytes. */
record RawFile(Path path) {

  /** The stored keys of a cache, in their order. */
  List<byte[]> keys(String cache) throws SQLException {
    return column(
        """
        SELECT key FROM entry
        WHERE deleted = 0 AND space = (SELECT id FROM space WHERE namespace = ?)
          AND epoch = (SELECT epoch FROM space WHERE namespace = ?)
        ORDER BY key
        """,
        cache);
  }

  /** The stored values of a cache, in the order of their keys. */
  List<byte[]> values(String cache) throws SQLException {
    return column(
        """
        SELECT value FROM entry
        WHERE deleted = 0 AND space = (SELECT id FROM space WHERE namespace = ?)
          AND epoch = (SELECT epoch FROM space WHERE namespace = ?)
        ORDER BY key
        """,
        cache);
  }

  void plantValue(byte[] key, byte[] value) throws SQLException {
    update("UPDATE entry SET value = ? WHERE key = ?", value, key);
  }

  void plantKey(byte[] key, byte[] planted) throws SQLException {
    update("UPDATE entry SET key = ? WHERE key = ?", planted, key);
  }

  private List<byte[]> column(String sql, String cache) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, cache);
      select.setString(2, cache);
      List<byte[]> column = new ArrayList<>();
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          column.add(result.getBytes(1));
        }
      }
      return column;
    }
  }

  private void update(String sql, byte[] planted, byte[] key) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setBytes(1, planted);
      update.setBytes(2, key);
      if (update.executeUpdate() != 1) {
        throw new IllegalStateException("Nothing was planted");
      }
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + path);
  }

  /** The bytes with one class name put for another of the same length. */
  static byte[] renamed(byte[] bytes, Class<?> from, String to) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (from.getName().length() != to.length() || !text.contains(from.getName())) {
      throw new IllegalStateException("No room for " + to + " in the bytes of " + from);
    }
    return text.replace(from.getName(), to).getBytes(StandardCharsets.ISO_8859_1);
  }
}
