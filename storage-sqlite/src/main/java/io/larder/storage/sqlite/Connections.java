package io.larder.storage.sqlite;

import io.larder.storage.Durability;
import io.larder.storage.jdbc.Statements;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * Opens connections to one file. Each is left without the driver's own transactions: those begin
 * without taking the write lock, and by statements the store says itself when one begins.
 */
class Connections {

  /**
   * How much of the file each connection may keep. A quarter of it made readers fetch every second
   * page again.
   */
  private static final int CACHE_KIB = 16 * 1024;

  private final Path file;
  private final SqliteSettings settings;

  Connections(Path file, SqliteSettings settings) {
    this.file = file;
    this.settings = settings;
  }

  /** Writers wait as long as a checkpoint waits for readers. */
  private static final int CHECKPOINT_PATIENCE_MILLIS = 20;

  /**
   * The writer's. It never waits inside SQLite, whose waits grow to 100 ms, and leaves checkpoints
   * to their own thread.
   */
  Statements writer() throws SQLException {
    return open(
        "PRAGMA wal_autocheckpoint = 0",
        "PRAGMA cache_size = -" + CACHE_KIB,
        "PRAGMA journal_size_limit = " + Checkpointer.PASSIVE_BYTES,
        "PRAGMA synchronous = " + synchronous(),
        "PRAGMA busy_timeout = 0");
  }

  Statements reader() throws SQLException {
    return open("PRAGMA query_only = TRUE", "PRAGMA cache_size = -" + CACHE_KIB);
  }

  Statements checkpointer() throws SQLException {
    return open(
        "PRAGMA wal_autocheckpoint = 0",
        "PRAGMA synchronous = " + synchronous(),
        "PRAGMA busy_timeout = " + CHECKPOINT_PATIENCE_MILLIS);
  }

  /** Whether every commit is forced to the disk. */
  boolean forcesAll() {
    return settings.durability() == Durability.FSYNC;
  }

  private String synchronous() {
    return forcesAll() ? "FULL" : "NORMAL";
  }

  private Statements open(String... pragmas) throws SQLException {
    Connection connection = connect(file, "mode=rw");
    try {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA busy_timeout = " + settings.busyTimeout().toMillis());
        for (String pragma : pragmas) {
          statement.execute(pragma);
        }
      }
      return new Statements(withoutOwnTransactions(connection));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static Connection withoutOwnTransactions(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("COMMIT");
    }
    return connection;
  }

  /**
   * A connection as the driver gives it.
   *
   * @param query SQLite's URI parameters
   */
  static Connection connect(Path file, String query) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    // A connection has one user at a time, and the driver a lock of its own on each call: SQLite's
    // would only add to it, once for each column.
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    // Else the driver prepares a statement that asks for them after each update: a tenth of a put.
    config.setGetGeneratedKeys(false);
    return config.createConnection("jdbc:sqlite:file:" + escaped(file) + '?' + query);
  }

  /** A path may hold what means something in a URI. */
  private static String escaped(Path file) {
    StringBuilder uri = new StringBuilder();
    for (byte b : file.toString().replace('\\', '/').getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = b >= 0 && (Character.isLetterOrDigit(c) || "/.-_:".indexOf(c) >= 0);
      if (plain) {
        uri.append(c);
      } else {
        uri.append("%%%02X".formatted((int) c));
      }
    }
    return uri.toString();
  }
}
