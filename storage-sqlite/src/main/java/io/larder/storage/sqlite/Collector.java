package io.larder.storage.sqlite;

import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.Reap;
import io.larder.storage.Reaped;
import io.larder.storage.Space;
import io.larder.storage.Store;
import io.larder.storage.jdbc.EntryRow;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.StoredSpace;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what nobody needs, in one transaction of its own and a bounded number of rows.
 *
 * <ol>
 *   <li>Expired entries and tombstones are found by their partial indexes.
 *   <li>Rows of earlier epochs are found by sweeping the spaces that have been cleared, in key
 *       order; the space's row says how far the sweep has got. Where a higher epoch has come before
 *       its clear, they wait for that: some may have to go to the conflict log.
 *   <li>Kept answers past their window go, and leases that ended long ago.
 * </ol>
 */
final class Collector {

  /** What was collected, and what listeners are to be told. */
  record Result(Reaped reaped, Map<Space, List<Entry>> expired) {}

  private static final Duration ENDED_LEASES_KEPT = Duration.ofMinutes(1);

  private static final String FIND_EXPIRED =
      """
      FROM entry e
      WHERE e.expires_at <= ? AND e.expires_at < 9223372036854775807 AND e.seq <= ?
        AND e.deleted = 0
        AND EXISTS (SELECT 1 FROM space s WHERE s.id = e.space AND s.epoch = e.epoch)
      """;
  private static final String FIND_TOMBSTONES =
      """
      FROM entry e
      WHERE e.deleted = 1 AND e.timestamp < ? AND e.seq <= ?
        AND EXISTS (SELECT 1 FROM space s WHERE s.id = e.space AND s.epoch = e.epoch)
      """;
  private static final String FIND_OLD_ANSWERS = "FROM request WHERE answered_at < ?";
  private static final String FIND_ENDED_LEASES = "FROM lease WHERE expires_at < ?";
  private static final String FIND_UNSWEPT =
      "FROM space WHERE swept_to IS NOT NULL AND cleared_at > 0";

  private static final String ANYTHING =
      """
      SELECT EXISTS (SELECT 1 %s) OR EXISTS (SELECT 1 %s) OR EXISTS (SELECT 1 %s)
        OR EXISTS (SELECT 1 %s) OR EXISTS (SELECT 1 %s)
      """
          .formatted(
              FIND_EXPIRED, FIND_TOMBSTONES, FIND_OLD_ANSWERS, FIND_ENDED_LEASES, FIND_UNSWEPT);
  private static final String EXPIRED =
      "SELECT " + EntryRow.COLUMNS + " " + FIND_EXPIRED + " ORDER BY e.expires_at LIMIT ?";
  private static final String TOMBSTONES =
      "SELECT " + EntryRow.COLUMNS + " " + FIND_TOMBSTONES + " ORDER BY e.timestamp LIMIT ?";
  private static final String UNSWEPT = "SELECT id, swept_to " + FIND_UNSWEPT + " LIMIT 1";
  private static final String SWEEP =
      "SELECT "
          + EntryRow.COLUMNS.replace("e.value", "x''")
          + ", e.key FROM entry e WHERE e.space = ? AND e.key >= ? ORDER BY e.key LIMIT ?";
  private static final String MORE_UNSWEPT = "SELECT EXISTS (SELECT 1 " + FIND_UNSWEPT + ")";
  private static final String SWEPT = "UPDATE space SET swept_to = ? WHERE id = ?";

  private final Reap reap;
  private final long nowMillis;

  Collector(Reap reap, long nowMillis) {
    this.reap = reap;
    this.nowMillis = nowMillis;
  }

  private long expiredBy() {
    return nowMillis - reap.expiryGrace().toMillis();
  }

  private long deletedBefore() {
    return HybridClock.at(nowMillis - reap.tombstoneAge().toMillis() + 1);
  }

  private long answeredBefore() {
    return nowMillis - Store.REQUEST_WINDOW.toMillis() + 1;
  }

  private long endedBefore() {
    return nowMillis - ENDED_LEASES_KEPT.toMillis();
  }

  /** Looks, as a reader, whether there is anything to collect: mostly there is not. */
  boolean findsAnything(Statements statements) throws SQLException {
    PreparedStatement select = statements.of(ANYTHING);
    select.setLong(1, expiredBy());
    select.setLong(2, reap.seenThrough());
    select.setLong(3, deletedBefore());
    select.setLong(4, reap.seenThrough());
    select.setLong(5, answeredBefore());
    select.setLong(6, endedBefore());
    try (ResultSet row = select.executeQuery()) {
      return row.next() && row.getLong(1) != 0;
    }
  }

  /** Collects, as the only task of the transaction. */
  Result collect(SqliteTransaction transaction) throws SQLException {
    Statements statements = transaction.statements();
    int left = reap.limit();
    List<StoredEntry> expired = find(statements, EXPIRED, expiredBy(), left);
    Map<Space, List<Entry>> told = new LinkedHashMap<>();
    for (StoredEntry row : expired) {
      StoredSpace owner = transaction.rows().space(row.space());
      told.computeIfAbsent(new Space(owner.id(), owner.name()), space -> new ArrayList<>())
          .add(row.entry());
      transaction.writes().collect(row);
    }
    left -= expired.size();
    List<StoredEntry> tombstones = find(statements, TOMBSTONES, deletedBefore(), left);
    tombstones.forEach(transaction.writes()::collect);
    left -= tombstones.size();
    Swept swept = left > 0 ? sweep(transaction, left) : new Swept(0, true);
    delete(statements, FIND_OLD_ANSWERS, answeredBefore());
    delete(statements, FIND_ENDED_LEASES, endedBefore());
    return new Result(
        new Reaped(expired.size(), tombstones.size(), swept.dead(), swept.mayBeMore()), told);
  }

  private record Swept(int dead, boolean mayBeMore) {}

  private static Swept sweep(SqliteTransaction transaction, int limit) throws SQLException {
    Statements statements = transaction.statements();
    long space;
    byte[] from;
    try (ResultSet row = statements.of(UNSWEPT).executeQuery()) {
      if (!row.next()) {
        return new Swept(0, false);
      }
      space = row.getLong(1);
      from = row.getBytes(2);
    }
    long epoch = transaction.rows().space(space).state().epoch();
    PreparedStatement select = statements.of(SWEEP);
    select.setLong(1, space);
    select.setBytes(2, from == null ? new byte[0] : from);
    select.setInt(3, limit);
    int seen = 0;
    int dead = 0;
    byte[] last = null;
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        seen++;
        last = row.getBytes(EntryRow.COLUMN_COUNT + 1);
        StoredEntry stored = EntryRow.read(row);
        if (stored.entry().stamp().epoch() < epoch) {
          dead++;
          transaction.writes().collect(stored);
        }
      }
    }
    PreparedStatement reached = statements.of(SWEPT);
    reached.setBytes(1, seen < limit ? null : justPast(last));
    reached.setLong(2, space);
    reached.executeUpdate();
    return new Swept(dead, seen == limit || statements.number(MORE_UNSWEPT) != 0);
  }

  private static byte[] justPast(byte @Nullable [] key) {
    return key == null ? new byte[1] : Arrays.copyOf(key, key.length + 1);
  }

  private List<StoredEntry> find(Statements statements, String sql, long before, int limit)
      throws SQLException {
    List<StoredEntry> rows = new ArrayList<>();
    if (limit <= 0) {
      return rows;
    }
    PreparedStatement select = statements.of(sql);
    select.setLong(1, before);
    select.setLong(2, reap.seenThrough());
    select.setInt(3, limit);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rows.add(EntryRow.read(row));
      }
    }
    return rows;
  }

  private static void delete(Statements statements, String what, long before) throws SQLException {
    PreparedStatement delete = statements.of("DELETE " + what);
    delete.setLong(1, before);
    delete.executeUpdate();
  }
}
