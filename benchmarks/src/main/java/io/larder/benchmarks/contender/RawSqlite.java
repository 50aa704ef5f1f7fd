package io.larder.benchmarks.contender;

import io.larder.benchmarks.contender.RawConnection.RowForm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What SQLite itself can do, through sqlite-jdbc, with the product's schema, page size and
 * checkpoints: the file is made by the product and then used without it.
 */
final class RawSqlite extends RawContender {

  /** With one connection for all threads, or with one for each. */
  enum Connections {
    SHARED,
    ONE_A_THREAD
  }

  private static final int BUSY_TIMEOUT_MILLIS = 30_000;
  private static final int CACHE_KIB = 16 * 1024;
  private static final RowForm ROWS = new RowForm("entry", 1, 1);

  private final Path file;
  private final String synchronous;
  private final Connections connections;
  private final RawConnection first;
  private final List<RawConnection> opened = new CopyOnWriteArrayList<>();
  private final ThreadLocal<RawConnection> own = ThreadLocal.withInitial(this::open);
  private final ReentrantLock lock = new ReentrantLock();
  private final RawCheckpoints checkpoints;

  RawSqlite(Path directory, String synchronous, Connections connections) {
    super(1);
    this.file = directory.resolve("raw.db");
    this.synchronous = synchronous;
    this.connections = connections;
    if (!Files.exists(file)) {
      Larder.open("sqlite:" + file, Map.of()).close();
    }
    this.first = open();
    try {
      this.checkpoints = new RawCheckpoints(file, connect(file, synchronous));
    } catch (SQLException e) {
      throw failed(e);
    }
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

  private RawConnection open() {
    try {
      RawConnection connection = new RawConnection(connect(file, synchronous), ROWS);
      opened.add(connection);
      return connection;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(SQLException cause) {
    return new IllegalStateException("Raw SQLite failed: " + cause.getMessage(), cause);
  }

  @Override
  <R> R with(Work<R> work) {
    try {
      if (connections == Connections.ONE_A_THREAD) {
        return work.on(own.get());
      }
      lock.lock();
      try {
        return work.on(first);
      } finally {
        lock.unlock();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    checkpoints.close();
    try {
      for (RawConnection connection : opened) {
        connection.close();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
