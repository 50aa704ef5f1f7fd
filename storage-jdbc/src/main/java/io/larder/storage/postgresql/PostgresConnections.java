package io.larder.storage.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.larder.storage.StorageException;
import io.larder.storage.jdbc.TableNames;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.slf4j.LoggerFactory;

/**
 * The connections of one store: a pool for those who read, and single ones for those who keep
 * theirs. Each, when it is made, is asked which incarnation of the database it leads to; if it is
 * another one than before, the pooled ones are given up and the listeners are told. Thread-safe.
 */
final class PostgresConnections implements AutoCloseable {

  /** At most so many are open outside the pool: two for writing, two for hints, one to settle. */
  static final int OUTSIDE_POOL = 5;

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(PostgresConnections.class);

  private static final Duration LONGEST_FOR_TURN = Duration.ofMillis(100);

  private static final String UNABLE_TO_CONNECT = "08001";

  /** Is told that the database has begun another incarnation, on the thread that has found out. */
  @FunctionalInterface
  interface IncarnationListener {
    void began(Life life);
  }

  private final Database database;
  private final PostgresFailures failures;
  private final PostgresOpening opening;
  private final HikariDataSource pool;
  private final ReadTurns turns;
  private final List<IncarnationListener> listeners = new CopyOnWriteArrayList<>();
  private volatile Life life;

  private PostgresConnections(
      Database database,
      PostgresFailures failures,
      PostgresOpening opening,
      PostgresSettings settings,
      Life life) {
    this.database = database;
    this.failures = failures;
    this.opening = opening;
    this.life = life;
    this.pool = new HikariDataSource(poolConfig(settings));
    this.turns = new ReadTurns(settings.readers(), LONGEST_FOR_TURN);
  }

  /**
   * Makes the database ready for use.
   *
   * @throws StorageException if that cannot be
   */
  static PostgresConnections open(Database asked, PostgresSettings settings) {
    PostgresFailures failures = new PostgresFailures(asked, settings);
    try (Connection connection = asked.connector().connect()) {
      connection.setAutoCommit(true);
      ServerFacts facts = ServerFacts.of(connection);
      Database database = asked.as(facts);
      failures = new PostgresFailures(database, settings);
      PostgresOpening opening = new PostgresOpening(database, failures);
      Life life = opening.open(connection, facts);
      opening.checkRights(connection);
      return new PostgresConnections(database, failures, opening, settings, life);
    } catch (SQLException e) {
      throw failures.opening(e);
    }
  }

  private HikariConfig poolConfig(PostgresSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("larder " + database.place());
    config.setDataSource(new CheckedConnections());
    config.setMaximumPoolSize(settings.readers());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(settings.connectionTimeout().toMillis());
    config.setInitializationFailTimeout(-1);
    config.setThreadFactory(
        task -> {
          Thread thread = new Thread(task, "larder-connections");
          thread.setDaemon(true);
          return thread;
        });
    return config;
  }

  Database database() {
    return database;
  }

  PostgresFailures failures() {
    return failures;
  }

  /** The incarnation that the newest connection has found. */
  Life life() {
    return life;
  }

  /** From now on it is told of each new incarnation. */
  void onIncarnation(IncarnationListener listener) {
    listeners.add(listener);
  }

  /** To be taken before a connection is borrowed, and given back after it. */
  ReadTurns turns() {
    return turns;
  }

  /** A pooled connection in auto-commit mode, for a short time; closing it gives it back. */
  Connection reader() throws SQLException {
    return Uninterrupted.get(pool::getConnection);
  }

  /**
   * Takes a connection of the pool's out of it: something has failed on it, so that neither its
   * statements nor its transaction are to be trusted. It may go back into an application's pool, so
   * its transaction is rolled back, or it is cut. It is still to be closed.
   */
  void giveUp(Connection reader) {
    try {
      ReadConnections.statements(reader).run(PostgresDialect.POSTGRESQL.rollback());
    } catch (SQLException | RuntimeException | Error e) {
      cut(reader);
    } finally {
      pool.evictConnection(reader);
    }
  }

  private static void cut(Connection reader) {
    try {
      reader.abort(Runnable::run);
    } catch (SQLException | RuntimeException e) {
      LOG.debug("A connection could not be cut.", e);
    }
  }

  /** A connection for a writing lane. */
  Link writer() throws SQLException {
    return link();
  }

  /** A connection for notifications. */
  Link listener() throws SQLException {
    return link();
  }

  private Link link() throws SQLException {
    Connection connection = Uninterrupted.get(database.connector()::connect);
    try {
      connection.setAutoCommit(true);
      Life found = opening.open(connection);
      adopt(found);
      return new Link(connection, found);
    } catch (SQLException | RuntimeException e) {
      try {
        connection.close();
      } catch (SQLException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private void adopt(Life found) throws SQLException {
    synchronized (this) {
      if (found.equals(life)) {
        return;
      }
      long known = life.identity().incarnation().number();
      long number = found.identity().incarnation().number();
      if (number < known) {
        throw new SQLException(
            ("it answers as incarnation %d of the store, and incarnation %d has begun already. If it"
                    + " is a former primary that was started again, stop it, or make it a standby")
                .formatted(number, known),
            UNABLE_TO_CONNECT);
      }
      life = found;
    }
    pool.getHikariPoolMXBean().softEvictConnections();
    listeners.forEach(listener -> listener.began(found));
  }

  /** Closes the pool; links are closed by their owners. */
  @Override
  public void close() {
    pool.close();
  }

  /**
   * Gives the pool connections that have been checked. It has no address and no secrets to tell.
   */
  private final class CheckedConnections implements DataSource {

    private final ReadConnections connections =
        new ReadConnections(new TableNames(database.schema()));

    @Override
    public Connection getConnection() throws SQLException {
      return connections.prepared(link().connection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }

    @Override
    public String toString() {
      return database.place();
    }
  }
}
