package io.larder.storage.postgresql;

import io.larder.storage.Change;
import io.larder.storage.jdbc.EntryRow;
import io.larder.storage.jdbc.SpaceRow;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.StoredSpace;
import io.larder.storage.postgresql.OwnTransactions.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what other processes have committed, each transaction once and as soon as it is visible,
 * whatever others are still running.
 *
 * <ol>
 *   <li>A poll is a transaction that reads one state of the database, and first which transactions
 *       it sees.
 *   <li>What the last poll did not see is to be read now: rows of the transactions that were
 *       running then or had not begun. Positions begin with the number of the transaction, so these
 *       rows are a few ranges of the indexes on positions. This process's own are left out.
 *   <li>If rows in these ranges have been collected or evicted meanwhile, or may have been, the
 *       poll is no good: changes have been missed.
 * </ol>
 *
 * <p>Not thread-safe.
 */
final class ChangeReader {

  // Whatever the planner believes of the tables, no poll is to read one whole, or to be compiled.
  private static final String STATE =
      """
      SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
      SET LOCAL enable_seqscan = off;
      SET LOCAL jit = off;
      SELECT pg_current_snapshot()::text, incarnation_id, base,
        greatest(reaped_through, evicted_through)
      FROM {meta} WHERE one = 1
      """;
  private static final String RANGES =
      " FROM unnest(CAST(? AS bigint[]), CAST(? AS bigint[])) AS r (low, high)";

  // One round trip. Spaces first: whoever hears of a clear last would drop what was written after.
  private static final String CHANGES =
      "SELECT "
          + SpaceRow.COLUMNS
          + RANGES
          + " JOIN {space} s ON s.seq >= r.low AND s.seq < r.high; SELECT "
          + EntryRow.COLUMNS
          + ", s.scope_type, s.scope_id, s.namespace"
          + RANGES
          + """
           JOIN {entry} e ON e.seq >= r.low AND e.seq < r.high
          JOIN {space} s ON s.id = e.space AND s.epoch = e.epoch
          """;

  /** How many rows are in memory at once, and told at once. */
  private static final int ROWS = 64;

  private record Now(Snapshot snapshot, String incarnation, long base, long collectedThrough) {
    long position(long xid) {
      return (xid + base) << Life.ORDINAL_BITS;
    }
  }

  private interface Reading {
    Change of(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private final Statements statements;
  private final OwnTransactions own;
  private String incarnation;
  private Told told;

  /**
   * Begins where nothing is to be told yet.
   *
   * @param connection without auto-commit
   * @param schema holds the tables
   */
  ChangeReader(Connection connection, String schema, OwnTransactions own) throws SQLException {
    this.connection = connection;
    this.statements = new Statements(connection, schema);
    this.own = own;
    Now now = now();
    connection.commit();
    this.incarnation = now.incarnation();
    own.enter(incarnation);
    this.told = Told.all(now.snapshot());
  }

  /** What has been told: all that this sees. */
  Snapshot snapshot() {
    return told.snapshot();
  }

  /**
   * Tells what has been committed since the last time. After a failure another reader is needed.
   *
   * @param listener null if nobody wants to know
   * @return false if changes may have been missed, before what {@link #snapshot} sees now
   */
  boolean poll(@Nullable Consumer<List<Change>> listener) throws SQLException {
    Now now = now();
    own.enter(now.incarnation());
    NavigableMap<Long, State> known = own.known();
    List<Told.Range> ranges = told.since(now.snapshot(), known);
    boolean sound = now.incarnation().equals(incarnation) && !isCollected(now, ranges);
    if (sound && listener != null && !ranges.isEmpty()) {
      tell(now, ranges, listener);
    }
    connection.commit();
    incarnation = now.incarnation();
    told = told.next(now.snapshot(), known);
    own.forget(known, now.snapshot());
    return sound;
  }

  private Now now() throws SQLException {
    PreparedStatement state = statements.of(STATE);
    boolean rows = state.execute();
    while (!rows) {
      rows = state.getMoreResults();
    }
    try (ResultSet row = state.getResultSet()) {
      if (!row.next()) {
        throw new SQLException("The table meta has no row.");
      }
      return new Now(
          Snapshot.parse(row.getString(1)), row.getString(2), row.getLong(3), row.getLong(4));
    }
  }

  /** Only the last position that was collected is known, so it may have been an older row. */
  private static boolean isCollected(Now now, List<Told.Range> ranges) {
    return !ranges.isEmpty() && now.collectedThrough() >= now.position(ranges.get(0).first());
  }

  private void tell(Now now, List<Told.Range> ranges, Consumer<List<Change>> listener)
      throws SQLException {
    long[] lows = ranges.stream().mapToLong(range -> now.position(range.first())).toArray();
    long[] highs = ranges.stream().mapToLong(range -> now.position(range.end())).toArray();
    PreparedStatement select = statements.of(CHANGES);
    select.setObject(1, lows);
    select.setObject(2, highs);
    select.setObject(3, lows);
    select.setObject(4, highs);
    select.setFetchSize(ROWS);
    select.execute();
    tell(select, ChangeReader::space, listener);
    select.getMoreResults();
    tell(select, ChangeReader::entry, listener);
  }

  private static void tell(
      PreparedStatement select, Reading reading, Consumer<List<Change>> listener)
      throws SQLException {
    List<Change> changes = new ArrayList<>();
    try (ResultSet row = select.getResultSet()) {
      while (row.next()) {
        changes.add(reading.of(row));
        if (changes.size() == ROWS) {
          listener.accept(List.copyOf(changes));
          changes.clear();
        }
      }
    }
    if (!changes.isEmpty()) {
      listener.accept(changes);
    }
  }

  private static Change space(ResultSet row) throws SQLException {
    StoredSpace space = SpaceRow.read(row);
    return new Change.OfSpace(space.state(), space.position());
  }

  private static Change entry(ResultSet row) throws SQLException {
    StoredEntry stored = EntryRow.read(row);
    return new Change.OfEntry(
        SpaceRow.name(row, EntryRow.COLUMN_COUNT + 1), stored.entry(), stored.position());
  }
}
