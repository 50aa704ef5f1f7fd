package io.larder.storage.jdbc;

import io.larder.storage.Entry;
import io.larder.storage.Space;
import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.StoredSpace;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Evicts the least recently written entries of a space, which are those with the lowest positions.
 * What stands below the last evicted one stays out of the search, but for rows that others had
 * locked and those of transactions that commit late. Thread-safe.
 */
public final class Evictor {

  /**
   * What was evicted; entries that had expired already are told as such.
   *
   * @param through the position up to which nothing is left, or 0
   */
  public record Evicted(List<Entry> live, List<Entry> expired, long through) {

    public int size() {
      return live.size() + expired.size();
    }
  }

  // The plus keeps SQLite from the index by key, which would sort the whole space.
  private static final String FIND_OLDEST =
      """
       FROM {entry} e
      WHERE e.seq > ? AND +e.space = ? AND e.deleted = 0 AND e.epoch = ?
      ORDER BY e.seq LIMIT ?\s""";
  private static final String POSITIONS = "SELECT e.seq" + FIND_OLDEST;
  private static final int PARAMETERS = 4;

  private final Dialect dialect;
  private final BoundedSelect oldest;
  private final Map<Long, Long> evictedThrough = new ConcurrentHashMap<>();

  public Evictor(Dialect dialect) {
    this.dialect = dialect;
    this.oldest =
        new BoundedSelect(dialect, EntryRow.COLUMNS, FIND_OLDEST + dialect.lockEntries(), "seq");
  }

  /** Evicts, as the only task of the transaction, and no more than some megabytes. */
  public Evicted evict(SqlTransaction transaction, Space space, long keep, int limit)
      throws SQLException {
    Statements statements = transaction.statements();
    boolean alone = dialect.lockEntries().isEmpty();
    // Asked for before anything is read: what is not visible then appears above it.
    long settled = alone ? Long.MAX_VALUE : statements.number(dialect.positions());
    StoredSpace stored = transaction.rows().space(space.id());
    long surplus = Math.min(count(statements, space) - keep, limit);
    if (surplus <= 0) {
      return new Evicted(List.of(), List.of(), 0);
    }
    List<StoredEntry> found = new ArrayList<>();
    long bytes = Collector.BYTES_AT_ONCE;
    try (ResultSet row = search(oldest.of(statements, PARAMETERS, bytes), stored, surplus)) {
      while (bytes > 0 && row.next()) {
        StoredEntry next = EntryRow.read(row);
        bytes -= next.entry().key().length() + next.entry().value().length();
        found.add(next);
      }
    }
    long through = found.isEmpty() ? 0 : found.get(found.size() - 1).position();
    if (!alone) {
      through = Math.min(Math.min(through, settled), beforeSkipped(statements, stored, found));
    }
    transaction.writes().evict(space.id(), found);
    List<Entry> live = new ArrayList<>();
    List<Entry> expired = new ArrayList<>();
    for (StoredEntry row : found) {
      (row.entry().isLiveAt(transaction.nowMillis()) ? live : expired).add(row.entry());
    }
    return new Evicted(live, expired, through);
  }

  private ResultSet search(PreparedStatement select, StoredSpace space, long limit)
      throws SQLException {
    select.setLong(1, evictedThrough.getOrDefault(space.id(), 0L));
    select.setLong(2, space.id());
    select.setLong(3, space.state().epoch());
    select.setLong(4, limit);
    return select.executeQuery();
  }

  /** The last position below the first row that others had locked, if there is one. */
  private long beforeSkipped(Statements statements, StoredSpace space, List<StoredEntry> found)
      throws SQLException {
    try (ResultSet row = search(statements.of(POSITIONS), space, found.size())) {
      for (StoredEntry evicted : found) {
        if (row.next() && row.getLong(1) < evicted.position()) {
          return row.getLong(1) - 1;
        }
      }
    }
    return Long.MAX_VALUE;
  }

  private long count(Statements statements, Space space) throws SQLException {
    PreparedStatement select = statements.of(dialect.count());
    select.setLong(1, space.id());
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Notes what a committed eviction has reached, so that the next begins there. */
  public void reached(Space space, long position) {
    evictedThrough.merge(space.id(), position, Math::max);
  }
}
