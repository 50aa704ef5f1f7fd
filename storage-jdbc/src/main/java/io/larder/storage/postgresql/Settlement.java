package io.larder.storage.postgresql;

import io.larder.storage.OutcomeUnknownException;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.jdbc.TableNames;
import io.larder.storage.kernel.StoredSpace;
import io.larder.storage.kernel.WriteSet;
import io.larder.storage.postgresql.PostgresFailures.Kind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Finds out whether a transaction has been committed whose connection was lost while it was.
 *
 * <ol>
 *   <li>On a new connection, if it leads to the same incarnation, the server is asked what became
 *       of the transaction. While it is in progress, that is asked again; if it waits for a client
 *       that has gone, it is ended.
 *   <li>Aborted, or a number that was never given out, means that it has not happened.
 *   <li>Committed does not prove that it has: a server that crashed gives out numbers again that
 *       never reached its log. So one of the rows that were written must bear this transaction's
 *       position and stamp. That is enough in another incarnation, too.
 *   <li>A server that crashed while the commit waited for its synchronous standby shows rows that
 *       the standby has never received. So one more commit, after them in the log, waits for it.
 *   <li>Otherwise nobody knows: everything may have been overwritten since.
 * </ol>
 */
final class Settlement {

  private static final String STATUS = "SELECT coalesce(pg_xact_status(?::text::xid8), '')";

  /** One that waits for its standby is left alone: it may be committed already. */
  private static final String END_IDLE =
      """
      SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
      WHERE backend_xid = (?::text::xid8)::xid AND state LIKE 'idle in transaction%'
      """;

  private static final String WRITTEN_ENTRIES =
      """
      SELECT count(*) FROM unnest(?::bigint[], ?::bytea[], ?::bigint[], ?::bigint[], ?::bigint[])
        w (space, key, seq, timestamp, origin)
      JOIN {entry} e ON e.space = w.space AND e.key = w.key AND e.seq = w.seq
        AND e.timestamp = w.timestamp AND e.origin = w.origin
      """;
  private static final String WRITTEN_SPACES =
      """
      SELECT count(*) FROM unnest(?::bigint[], ?::bigint[]) w (id, seq)
      JOIN {space} s ON s.id = w.id AND s.seq = w.seq
      """;

  private static final String WAIT_FOR_STANDBY =
      "SELECT " + PostgresDialect.FORCED + ", pg_logical_emit_message(TRUE, 'larder', ''::text)";

  private static final String NEVER_GIVEN_OUT = "22023";

  private final PostgresConnections connections;
  private final TableNames tables;
  private final Backoff backoff;

  Settlement(PostgresConnections connections, TableNames tables, Backoff backoff) {
    this.connections = connections;
    this.tables = tables;
    this.backoff = backoff;
  }

  /** Whether the server has said no, so that nothing has been committed. */
  static boolean isRefusal(SQLException failure) {
    return failure instanceof PSQLException refused
        && refused.getServerErrorMessage() != null
        && PostgresFailures.kind(failure) != Kind.CONNECTION_LOST;
  }

  /**
   * Returns if the transaction has been committed.
   *
   * @param failure what happened during the commit
   * @throws SQLException as a lost connection, if it has not happened
   * @throws OutcomeUnknownException if nobody knows
   */
  void settle(PostgresTransaction transaction, Throwable failure) throws SQLException {
    if (isCommitted(transaction, failure)) {
      return;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    throw new SQLException("The connection was lost before the commit.", "08006", failure);
  }

  private boolean isCommitted(PostgresTransaction transaction, Throwable failure) {
    SQLException cause =
        failure instanceof SQLException e ? e : new SQLException("The commit failed.", failure);
    try {
      long first = System.nanoTime();
      int attempts = 0;
      do {
        attempts++;
        try {
          Boolean committed = look(transaction, attempts);
          if (committed != null) {
            return committed;
          }
        } catch (SQLException | RuntimeException e) {
          // whatever an application's data source may throw
          if (attempts == 1) {
            cause.addSuppressed(e);
          }
        }
      } while (backoff.await(attempts, first));
    } catch (UnsettledException | Error e) {
      cause.addSuppressed(e); // as itself it would mean that nothing has been committed
    }
    throw connections.failures().outcomeUnknown(cause);
  }

  /** There is no use in asking again. */
  private static final class UnsettledException extends Exception {
    private static final long serialVersionUID = 1L;

    UnsettledException(String message) {
      super(message);
    }
  }

  /** Null while the transaction is in progress. */
  private @Nullable Boolean look(PostgresTransaction transaction, int attempts)
      throws SQLException, UnsettledException {
    Link link = connections.writer();
    try (Statements statements = new Statements(link.connection(), tables)) {
      boolean sameLife =
          link.life().identity().incarnation().equals(transaction.life().identity().incarnation());
      String status = sameLife ? status(statements, transaction.number()) : "";
      if (status.equals("aborted")) {
        return false;
      }
      if (status.equals("in progress")) {
        if (attempts > 1) {
          endIdle(statements, transaction.number());
        }
        return null;
      }
      if (!isWritten(statements, transaction)) {
        throw new UnsettledException(
            "The server says '%s' of transaction %d, and none of its rows stands any more."
                .formatted(status, transaction.number()));
      }
      statements.run(WAIT_FOR_STANDBY);
      return true;
    }
  }

  private static String status(Statements statements, long number) throws SQLException {
    PreparedStatement select = statements.of(STATUS);
    select.setLong(1, number);
    try (ResultSet row = select.executeQuery()) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      if (NEVER_GIVEN_OUT.equals(e.getSQLState())) {
        return "aborted";
      }
      throw e;
    }
  }

  private static void endIdle(Statements statements, long number) throws SQLException {
    PreparedStatement end = statements.of(END_IDLE);
    end.setLong(1, number);
    end.executeQuery().close();
  }

  private static boolean isWritten(Statements statements, PostgresTransaction transaction)
      throws SQLException {
    WriteSet writes = transaction.writes();
    PreparedStatement select = statements.of(WRITTEN_ENTRIES);
    Object[] states = EntryColumns.of(writes.changedEntries()).states();
    for (int i = 0; i < states.length; i++) {
      select.setObject(i + 1, states[i]);
    }
    if (count(select) > 0) {
      return true;
    }
    long start = transaction.life().positionOf(transaction.number());
    List<StoredSpace> spaces =
        writes.changedSpaces().stream().filter(space -> space.position() > start).toList();
    PreparedStatement changed = statements.of(WRITTEN_SPACES);
    changed.setObject(1, spaces.stream().mapToLong(StoredSpace::id).toArray());
    changed.setObject(2, spaces.stream().mapToLong(StoredSpace::position).toArray());
    return count(changed) > 0;
  }

  private static long count(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
