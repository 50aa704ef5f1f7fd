package io.larder.storage.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hints from process to process that something has been committed. They go through the server, on a
 * channel named as the schema, and may be lost: whoever waits for them looks for itself in the end.
 * They are sent on a connection of their own, since a {@code NOTIFY} inside a transaction that
 * writes would make the whole cluster commit one at a time.
 *
 * <p>One thread waits, another one sends.
 */
final class Notifications implements AutoCloseable {

  private static final String SEND =
      "SELECT CAST(CAST(pg_current_xact_id() AS text) AS bigint), pg_notify(?, ?)";

  /** How long one's own hint may take until it is taken for lost. */
  private static final long LOST_NANOS = Duration.ofSeconds(2).toNanos();

  /** Whoever sends must not hang on a dead connection: it watches over the one who reads. */
  private static final int SEND_MILLIS = 1_000;

  private static final int READ_MILLIS = 10_000;

  private final Connection listening;
  private final Connection sending;
  private final PGConnection driver;
  private final PreparedStatement send;
  private final String node = UUID.randomUUID().toString();
  private volatile long firstSentNanos;
  private volatile boolean sent;
  private volatile boolean broken;
  private boolean heard;

  private Notifications(Connection listening, Connection sending, String channel)
      throws SQLException {
    this.listening = listening;
    this.sending = sending;
    this.driver = listening.unwrap(PGConnection.class);
    listening.setNetworkTimeout(Runnable::run, READ_MILLIS);
    listening.setAutoCommit(false);
    try (Statement statement = listening.createStatement()) {
      statement.execute("LISTEN " + driver.escapeIdentifier(channel));
    }
    listening.commit();
    sending.setNetworkTimeout(Runnable::run, SEND_MILLIS);
    sending.setAutoCommit(true);
    this.send = sending.prepareStatement(SEND);
    send.setString(1, channel);
    send.setString(2, node);
  }

  /**
   * Begins to listen.
   *
   * @param schema holds the tables of those who are to hear of one another
   */
  static Notifications open(Database.Connector connector, String schema) throws SQLException {
    Connection listening = connector.connect();
    Connection sending = null;
    try {
      sending = connector.connect();
      return new Notifications(listening, sending, schema);
    } catch (SQLException | RuntimeException | Error e) {
      abandon(listening);
      if (sending != null) {
        abandon(sending);
      }
      throw e;
    }
  }

  /** The connection that listens, without auto-commit, for the one who waits. */
  Connection connection() {
    return listening;
  }

  /** Waits for another process's hint, or until {@link System#nanoTime} is {@code end}. */
  void await(long end) throws SQLException {
    while (true) {
      long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (millis <= 0) {
        LockSupport.parkNanos(this, end - System.nanoTime());
        return;
      }
      for (PGNotification hint : driver.getNotifications((int) Math.min(millis, READ_MILLIS))) {
        if (!hint.getParameter().equals(node)) {
          return;
        }
        heard = true;
      }
    }
  }

  /**
   * Gives the others a hint.
   *
   * @return the transaction that this took
   */
  OptionalLong send() {
    try (ResultSet row = send.executeQuery()) {
      row.next();
      long xid = row.getLong(1);
      if (!sent) {
        firstSentNanos = System.nanoTime();
        sent = true;
      }
      return OptionalLong.of(xid);
    } catch (SQLException e) {
      broken = true;
      return OptionalLong.empty();
    }
  }

  /** Whether hints can no longer be sent. */
  boolean isBroken() {
    return broken;
  }

  /** Whether this process does not even hear itself. */
  boolean isDeaf() {
    return sent && !heard && System.nanoTime() - firstSentNanos > LOST_NANOS;
  }

  /** Ends whoever waits or sends, and the connections with all that was set on them. */
  @Override
  public void close() {
    abandon(listening);
    abandon(sending);
  }

  private static void abandon(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is given up in any case.
    }
  }
}
