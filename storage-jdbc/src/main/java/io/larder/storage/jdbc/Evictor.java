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
 * Whatever stands below the last evicted one stays out of the search: positions only grow. Thread
 * safe.
 */
public final class Evictor {

  /**
   * What was evicted; entries that had expired already are told as such.
   *
   * @param through the highest position among them, or 0
   */
  public record Evicted(List<Entry> live, List<Entry> expired, long through) {

    public int size() {
      return live.size() + expired.size();
    }
  }

  // The plus keeps SQLite from the index by key, which would sort the whole space.
  private static final String OLDEST =
      "SELECT "
          + EntryRow.COLUMNS
          + """
           FROM {entry} e
          WHERE e.seq > ? AND +e.space = ? AND e.deleted = 0 AND e.epoch = ?
          ORDER BY e.seq LIMIT ?\s""";

  private final Dialect dialect;
  private final String oldest;
  private final Map<Long, Long> evictedThrough = new ConcurrentHashMap<>();

  public Evictor(Dialect dialect) {
    this.dialect = dialect;
    this.oldest = OLDEST + dialect.lockEntries();
  }

  /** Evicts, as the only task of the transaction. */
  public Evicted evict(SqlTransaction transaction, Space space, long keep, int limit)
      throws SQLException {
    StoredSpace stored = transaction.rows().space(space.id());
    long surplus = Math.min(count(transaction.statements(), space) - keep, limit);
    if (surplus <= 0) {
      return new Evicted(List.of(), List.of(), 0);
    }
    PreparedStatement select = transaction.statements().of(oldest);
    select.setLong(1, evictedThrough.getOrDefault(space.id(), 0L));
    select.setLong(2, space.id());
    select.setLong(3, stored.state().epoch());
    select.setLong(4, surplus);
    List<StoredEntry> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(EntryRow.read(row));
      }
    }
    transaction.writes().evict(space.id(), found);
    List<Entry> live = new ArrayList<>();
    List<Entry> expired = new ArrayList<>();
    long through = 0;
    for (StoredEntry row : found) {
      (row.entry().isLiveAt(transaction.nowMillis()) ? live : expired).add(row.entry());
      through = row.position();
    }
    return new Evicted(live, expired, through);
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
