package io.larder.storage.sqlite;

import io.larder.storage.Entry;
import io.larder.storage.Space;
import io.larder.storage.jdbc.EntryRow;
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
final class Evictor {

  /**
   * What was evicted; entries that had expired already are told as such.
   *
   * @param through the highest position among them, or 0
   */
  record Evicted(List<Entry> live, List<Entry> expired, long through) {

    int size() {
      return live.size() + expired.size();
    }
  }

  // The plus keeps SQLite from the index by key, which would sort the whole space.
  private static final String OLDEST =
      "SELECT "
          + EntryRow.COLUMNS
          + """
           FROM entry e
          WHERE e.seq > ? AND +e.space = ? AND e.deleted = 0 AND e.epoch = ?
          ORDER BY e.seq LIMIT ?
          """;

  private final Map<Long, Long> evictedThrough = new ConcurrentHashMap<>();

  /** Evicts, as the only task of the transaction. */
  Evicted evict(SqliteTransaction transaction, Space space, long keep, int limit)
      throws SQLException {
    StoredSpace stored = transaction.rows().space(space.id());
    long surplus = Math.min(stored.entries() - keep, limit);
    if (surplus <= 0) {
      return new Evicted(List.of(), List.of(), 0);
    }
    PreparedStatement select = transaction.statements().of(OLDEST);
    select.setLong(1, evictedThrough.getOrDefault(space.id(), 0L));
    select.setLong(2, space.id());
    select.setLong(3, stored.state().epoch());
    select.setLong(4, surplus);
    List<StoredEntry> oldest = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        oldest.add(EntryRow.read(row));
      }
    }
    transaction.writes().evict(space.id(), oldest);
    List<Entry> live = new ArrayList<>();
    List<Entry> expired = new ArrayList<>();
    long through = 0;
    for (StoredEntry row : oldest) {
      (row.entry().isLiveAt(transaction.nowMillis()) ? live : expired).add(row.entry());
      through = row.position();
    }
    return new Evicted(live, expired, through);
  }

  /** Notes what a committed eviction has reached, so that the next begins there. */
  void reached(Space space, long position) {
    evictedThrough.merge(space.id(), position, Math::max);
  }
}
