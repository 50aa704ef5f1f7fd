package io.larder.storage.jdbc;

import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.Reap;
import io.larder.storage.Reaped;
import io.larder.storage.Space;
import io.larder.storage.Store;
import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.StoredSpace;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what nobody needs, in one transaction of its own and a bounded number of rows and bytes.
 *
 * <ol>
 *   <li>Expired entries and tombstones are found by their partial indexes, each of them once: those
 *       that a clear has killed as well go with the others, but nobody is told of them.
 *   <li>The remaining rows of earlier epochs are found by sweeping the spaces that have been
 *       cleared, in key order; the space's row says how far the sweep has got. Where a higher epoch
 *       has come before its clear, they wait for that: some may have to go to the conflict log.
 *   <li>Kept answers past their window go, and leases that ended long ago.
 * </ol>
 */
public final class Collector {

  /** What was collected, and what listeners are to be told. */
  public record Result(Reaped reaped, Map<Space, List<Entry>> expired) {}

  private static final Duration ENDED_LEASES_KEPT = Duration.ofMinutes(1);

  /** Reading and freeing large values takes time, in which nobody else writes. */
  static final long BYTES_AT_ONCE = 8L << 20;

  /** The statements, in one database's SQL. */
  public static final class Texts {

    // Of the present epoch and seen by all peers, or killed by a clear that is known.
    // CROSS keeps SQLite at the index of the entries.
    private static final String OF_ITS_SPACE =
        """
        FROM {entry} e CROSS JOIN {space} s WHERE s.id = e.space
          AND (e.epoch = s.epoch AND e.seq <= ? OR e.epoch < s.epoch AND s.cleared_at > 0)
        """;
    private static final String FIND_EXPIRED =
        OF_ITS_SPACE
            + "AND e.expires_at <= ? AND e.expires_at < 9223372036854775807 AND e.deleted = 0";
    private static final String FIND_TOMBSTONES =
        OF_ITS_SPACE + "AND e.deleted = 1 AND e.timestamp < ?";

    private final String anything;
    private final BoundedSelect expired;
    private final BoundedSelect tombstones;
    private final String unswept;
    private final String sweep;
    private final String moreUnswept;
    // A clear meanwhile has begun the sweep anew.
    private final String swept = "UPDATE {space} SET swept_to = ? WHERE id = ? AND epoch = ?";
    private final String forgetAnswers;
    private final String forgetLeases;

    public Texts(Dialect dialect) {
      String findUnswept =
          "FROM {space} WHERE swept_to IS NOT NULL AND cleared_at > 0 AND " + dialect.sweepable();
      String ago = " < " + dialect.now() + " - ";
      String findOldAnswers =
          "FROM {request} WHERE answered_at" + ago + (Store.REQUEST_WINDOW.toMillis() - 1);
      String findEndedLeases =
          "FROM {lease} e WHERE e.expires_at" + ago + ENDED_LEASES_KEPT.toMillis();
      this.anything =
          """
          SELECT CASE WHEN EXISTS (SELECT 1 %s) OR EXISTS (SELECT 1 %s) OR EXISTS (SELECT 1 %s)
            OR EXISTS (SELECT 1 %s) OR EXISTS (SELECT 1 %s) THEN 1 ELSE 0 END
          """
              .formatted(
                  findUnswept, findOldAnswers, findEndedLeases, FIND_EXPIRED, FIND_TOMBSTONES);
      String columns = EntryRow.COLUMNS + ", " + BoundedSelect.BYTES;
      String toTell =
          columns.replace(
              "e.value,",
              "CASE WHEN e.epoch = s.epoch THEN e.value ELSE " + dialect.noBytes() + " END,");
      String locked = dialect.lockEntries();
      String byExpiry = FIND_EXPIRED + " ORDER BY e.expires_at LIMIT ?" + locked;
      this.expired = new BoundedSelect(dialect, toTell, byExpiry, "expires_at");
      String byAge = FIND_TOMBSTONES + " ORDER BY e.timestamp LIMIT ?" + locked;
      this.tombstones = new BoundedSelect(dialect, toTell, byAge, "timestamp");
      this.unswept = "SELECT id, swept_to, epoch " + findUnswept + " LIMIT 1";
      this.sweep =
          "SELECT "
              + columns.replace("e.value,", dialect.noBytes() + ",")
              + ", e.key FROM {entry} e WHERE e.space = ? AND e.key >= ? ORDER BY e.key LIMIT ?"
              + locked;
      this.moreUnswept = "SELECT CASE WHEN EXISTS (SELECT 1 " + findUnswept + ") THEN 1 ELSE 0 END";
      this.forgetAnswers =
          "DELETE FROM {request} WHERE (client, number) IN (SELECT client, number "
              + findOldAnswers
              + " LIMIT ?)";
      // Whoever takes a lease has its row locked; once it is taken, it has not ended.
      this.forgetLeases =
          "DELETE FROM {lease} WHERE name IN (SELECT e.name "
              + findEndedLeases
              + " LIMIT ?"
              + locked
              + ")";
    }

    /** Everything that is run, with tables in braces. */
    public List<String> all() {
      return List.of(
          anything,
          expired.text(),
          tombstones.text(),
          unswept,
          sweep,
          moreUnswept,
          swept,
          forgetAnswers,
          forgetLeases);
    }
  }

  /** What the transaction may still collect. */
  private static final class Budget {

    private int rows;
    private long bytes = BYTES_AT_ONCE;

    Budget(int rows) {
      this.rows = rows;
    }

    boolean isSpent() {
      return rows <= 0 || bytes <= 0;
    }

    void spend(long rowBytes) {
      rows--;
      bytes -= rowBytes;
    }
  }

  private final Texts sql;
  private final Reap reap;
  private final long nowMillis;
  private final @Nullable Long leaseMillis;

  /**
   * @param nowMillis the time by which entries expire and tombstones age
   * @param leaseMillis the time by which leases end and answers age, or null for the server's
   */
  public Collector(Texts sql, Reap reap, long nowMillis, @Nullable Long leaseMillis) {
    this.sql = sql;
    this.reap = reap;
    this.nowMillis = nowMillis;
    this.leaseMillis = leaseMillis;
  }

  private long expiredBy() {
    return nowMillis - reap.expiryGrace().toMillis();
  }

  private long deletedBefore() {
    return HybridClock.at(nowMillis - reap.tombstoneAge().toMillis() + 1);
  }

  /** Looks, as a reader, whether there is anything to collect: mostly there is not. */
  public boolean findsAnything(Statements statements) throws SQLException {
    PreparedStatement select = statements.of(sql.anything);
    select.setObject(1, leaseMillis, Types.BIGINT);
    select.setObject(2, leaseMillis, Types.BIGINT);
    select.setLong(3, reap.seenThrough());
    select.setLong(4, expiredBy());
    select.setLong(5, reap.seenThrough());
    select.setLong(6, deletedBefore());
    try (ResultSet row = select.executeQuery()) {
      return row.next() && row.getLong(1) != 0;
    }
  }

  /** Collects, as the only task of the transaction. */
  public Result collect(SqlTransaction transaction) throws SQLException {
    Statements statements = transaction.statements();
    Budget budget = new Budget(reap.limit());
    Map<Space, List<Entry>> told = new LinkedHashMap<>();
    int expired = 0;
    int tombstones = 0;
    Set<StoredEntry> dead = new HashSet<>(); // until the commit, the sweep finds them too
    for (StoredEntry row : find(statements, sql.expired, expiredBy(), budget)) {
      StoredSpace owner = transaction.rows().space(row.space());
      if (isDead(row, owner)) {
        dead.add(row);
      } else {
        expired++;
        told.computeIfAbsent(new Space(owner.id(), owner.name()), space -> new ArrayList<>())
            .add(row.entry());
      }
      transaction.writes().collect(row);
    }
    for (StoredEntry row : find(statements, sql.tombstones, deletedBefore(), budget)) {
      if (isDead(row, transaction.rows().space(row.space()))) {
        dead.add(row);
      } else {
        tombstones++;
      }
      transaction.writes().collect(row);
    }
    sweep(transaction, budget, dead);
    boolean more = budget.isSpent() || statements.number(sql.moreUnswept) != 0;
    more |= forget(statements, sql.forgetAnswers);
    more |= forget(statements, sql.forgetLeases);
    return new Result(new Reaped(expired, tombstones, dead.size(), more), told);
  }

  private static boolean isDead(StoredEntry row, StoredSpace owner) {
    return row.entry().stamp().epoch() < owner.state().epoch();
  }

  private List<StoredEntry> find(
      Statements statements, BoundedSelect wanted, long before, Budget budget) throws SQLException {
    List<StoredEntry> rows = new ArrayList<>();
    PreparedStatement select = wanted.of(statements, 3, budget.bytes);
    select.setLong(1, reap.seenThrough());
    select.setLong(2, before);
    select.setInt(3, budget.rows);
    try (ResultSet row = select.executeQuery()) {
      while (!budget.isSpent() && row.next()) {
        budget.spend(row.getLong(EntryRow.COLUMN_COUNT + 1));
        rows.add(EntryRow.read(row));
      }
    }
    return rows;
  }

  private void sweep(SqlTransaction transaction, Budget budget, Set<StoredEntry> dead)
      throws SQLException {
    if (budget.isSpent()) {
      return;
    }
    Statements statements = transaction.statements();
    long space;
    byte[] from;
    long epoch;
    try (ResultSet row = statements.of(sql.unswept).executeQuery()) {
      if (!row.next()) {
        return;
      }
      space = row.getLong(1);
      from = row.getBytes(2);
      epoch = row.getLong(3);
    }
    StoredSpace owner = transaction.rows().space(space);
    if (owner.state().epoch() != epoch) {
      return; // it was cleared meanwhile
    }
    PreparedStatement select = statements.of(sql.sweep);
    select.setLong(1, space);
    select.setBytes(2, from == null ? new byte[0] : from);
    select.setInt(3, budget.rows);
    byte[] last = null;
    try (ResultSet row = select.executeQuery()) {
      while (!budget.isSpent() && row.next()) {
        last = row.getBytes(EntryRow.COLUMN_COUNT + 2);
        StoredEntry stored = EntryRow.read(row);
        boolean killed = isDead(stored, owner);
        budget.spend(killed ? row.getLong(EntryRow.COLUMN_COUNT + 1) : 0);
        if (killed && dead.add(stored)) {
          transaction.writes().collect(stored);
        }
      }
    }
    transaction.lockSpace(space);
    PreparedStatement reached = statements.of(sql.swept);
    reached.setBytes(1, budget.isSpent() ? justPast(last) : null);
    reached.setLong(2, space);
    reached.setLong(3, epoch);
    reached.executeUpdate();
  }

  private static byte[] justPast(byte @Nullable [] key) {
    return key == null ? new byte[1] : Arrays.copyOf(key, key.length + 1);
  }

  /** Whether there may be more of them. */
  private boolean forget(Statements statements, String text) throws SQLException {
    PreparedStatement delete = statements.of(text);
    delete.setObject(1, leaseMillis, Types.BIGINT);
    delete.setInt(2, reap.limit());
    return delete.executeUpdate() >= reap.limit();
  }
}
