package io.larder.storage.postgresql;

import io.larder.storage.jdbc.EntryRow;
import io.larder.storage.jdbc.SpaceRow;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.jdbc.StoredKey;
import io.larder.storage.kernel.RowKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Begins transactions, and fetches and locks rows.
 *
 * <p>Several statements in one text travel together: to begin, to learn the transaction's number
 * and to fetch all rows that its batches need is one round trip. Rows are locked in the order of
 * their keys, so two transactions wait for one another in one direction only; the subquery keeps
 * the server from sorting or joining them in any other way, whatever it thinks of the table's size.
 * The arrays come out of subqueries, so that it cannot see how long they are: else a plan for just
 * these keys looks cheaper to it than the one it keeps, and it plans anew each time. Spaces come
 * last, so that they are no older than the rows.
 */
final class LockingSelect {

  private static final long BYTES = 8L << 20;

  private static final String ROWS =
      """
      SELECT %s FROM unnest((SELECT ?::bigint[]), (SELECT ?::bytea[])) k (space, key) CROSS JOIN LATERAL (
        SELECT * FROM {entry} x WHERE x.space = k.space AND x.key = k.key FOR UPDATE) e
      """
          .formatted(EntryRow.COLUMNS);

  /** So many rows are fetched whatever their size. */
  private static final int FEW = 64;

  /** The first rows with their values, up to {@code BYTES}; the others are locked as well. */
  private static final String MANY_ROWS =
      """
      SELECT %s, e.bytes_before <= %d FROM (
        SELECT x.*, sum(length(x.value)) OVER (ROWS UNBOUNDED PRECEDING) - length(x.value)
          AS bytes_before
        FROM unnest((SELECT ?::bigint[]), (SELECT ?::bytea[])) k (space, key) CROSS JOIN LATERAL (
          SELECT * FROM {entry} y WHERE y.space = k.space AND y.key = k.key FOR UPDATE) x) e
      """
          .formatted(
              EntryRow.COLUMNS.replace(
                  "e.value", "CASE WHEN e.bytes_before <= %1$d THEN e.value END".formatted(BYTES)),
              BYTES);

  private static final String SPACES =
      "SELECT " + SpaceRow.COLUMNS + " FROM {space} s WHERE s.id = ANY (?::bigint[])";
  private static final String BEGIN =
      PostgresDialect.POSTGRESQL.beginWrite()
          + "; SELECT pg_current_xact_id()::text::bigint, "
          + PostgresDialect.FORCED
          + ", "
          + PostgresDialect.LIMITED;
  private static final String BEGIN_WITH_ROWS = BEGIN + "; " + ROWS + "; " + SPACES;
  private static final String BEGIN_WITH_MANY_ROWS = BEGIN + "; " + MANY_ROWS + "; " + SPACES;

  private LockingSelect() {}

  /** Begins a transaction and returns its number. */
  static long begin(Statements statements) throws SQLException {
    PreparedStatement begin = statements.of(BEGIN);
    begin.execute();
    return number(begin);
  }

  /**
   * Begins a transaction, locks rows and fetches them, up to a number of bytes if they are many,
   * and reads spaces.
   *
   * @param spaces those of the rows, and others that will be written into
   * @return the transaction's number
   */
  static long begin(
      Statements statements, Collection<RowKey> keys, Collection<Long> spaces, PostgresRows rows)
      throws SQLException {
    boolean many = keys.size() > FEW;
    PreparedStatement begin = statements.of(many ? BEGIN_WITH_MANY_ROWS : BEGIN_WITH_ROWS);
    bind(begin, keys);
    begin.setObject(3, spaces.stream().mapToLong(Long::longValue).toArray());
    begin.execute();
    long number = number(begin);
    rows.asked(keys);
    try (ResultSet row = next(begin)) {
      while (row.next()) {
        if (many && !row.getBoolean(EntryRow.COLUMN_COUNT + 1)) {
          rows.leftOut(EntryRow.read(row));
        } else {
          rows.found(EntryRow.read(row));
        }
      }
    }
    try (ResultSet row = next(begin)) {
      while (row.next()) {
        rows.found(SpaceRow.read(row));
      }
    }
    return number;
  }

  /** Fetches and locks rows in a transaction that has begun. */
  static void run(Statements statements, Collection<RowKey> keys, PostgresRows rows)
      throws SQLException {
    PreparedStatement select = statements.of(ROWS);
    bind(select, keys);
    rows.asked(keys);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rows.found(EntryRow.read(row));
      }
    }
  }

  private static void bind(PreparedStatement select, Collection<RowKey> keys) throws SQLException {
    long[] spaces = new long[keys.size()];
    byte[][] stored = new byte[keys.size()][];
    int i = 0;
    for (RowKey key : keys) {
      spaces[i] = key.space();
      stored[i++] = StoredKey.of(key.key()).bytes();
    }
    select.setObject(1, spaces);
    select.setObject(2, stored);
  }

  private static long number(PreparedStatement begin) throws SQLException {
    try (ResultSet row = next(begin)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The next result that has rows. */
  private static ResultSet next(PreparedStatement statement) throws SQLException {
    if (!statement.getMoreResults()) {
      throw new SQLException("A result is missing.");
    }
    return statement.getResultSet();
  }
}
