package io.larder.storage.jdbc;

import io.larder.storage.Bytes;
import io.larder.storage.Conflict;
import io.larder.storage.Cursor;
import io.larder.storage.Entry;
import io.larder.storage.KeyRange;
import io.larder.storage.Scan;
import io.larder.storage.ScanPage;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceState;
import io.larder.storage.Stamp;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a store reads outside of its write transactions, on one connection. Each statement takes the
 * epoch from the space's row. Not thread-safe.
 */
public final class SqlReads {

  private static final String FROM_LIVE =
      """
           FROM {space} s JOIN {entry} e ON e.space = s.id AND e.epoch = s.epoch
          WHERE s.id = ? AND e.deleted = 0 AND e.expires_at > ?""";
  private static final String LIVE = "SELECT " + EntryRow.LIVE_COLUMNS_AND_KEY + FROM_LIVE;
  private static final String GET =
      "SELECT " + EntryRow.LIVE_COLUMNS + FROM_LIVE + " AND e.key = ?";
  private static final KeyedSelect GET_ALL = new KeyedSelect(LIVE);

  /** A page of a space's entries, from a key on. Public so that a store's test can see its plan. */
  public static final String SCAN_TO_END = LIVE + " AND e.key >= ? ORDER BY e.key LIMIT ?";

  /** Likewise, up to another key. */
  public static final String SCAN = LIVE + " AND e.key >= ? AND e.key < ? ORDER BY e.key LIMIT ?";

  private static final String SPACE =
      "SELECT " + SpaceRow.COLUMNS + " FROM {space} s WHERE " + SpaceRow.BY_NAME;
  private static final String CURSOR =
      "SELECT incarnation, position, since FROM {cursor} WHERE peer = ?";
  private static final String CONFLICTS =
      """
      SELECT s.scope_type, s.scope_id, s.namespace, c.key, c.epoch, c.version, c.timestamp,
        c.origin, c.expires_at, c.deleted, c.value, c.winner_epoch, c.winner_version,
        c.winner_timestamp, c.winner_origin, c.recorded_at
      FROM {conflict} c JOIN {space} s ON s.id = c.space
      ORDER BY c.id DESC LIMIT ?
      """;

  private final Dialect dialect;
  private final Statements statements;

  public SqlReads(Dialect dialect, Statements statements) {
    this.dialect = dialect;
    this.statements = statements;
  }

  /** The connection's statements, for what only one kind of store reads. */
  public Statements statements() {
    return statements;
  }

  /** See {@link io.larder.storage.Store#get}. */
  public @Nullable Entry get(long space, Bytes key, long nowMillis) throws SQLException {
    PreparedStatement select = statements.of(GET);
    select.setLong(1, space);
    select.setLong(2, nowMillis);
    select.setBytes(3, StoredKey.of(key).bytes());
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? EntryRow.live(row, key) : null;
    }
  }

  /** See {@link io.larder.storage.Store#getAll}; one state of the store. */
  public Map<Bytes, Entry> getAll(long space, Collection<Bytes> keys, long nowMillis)
      throws SQLException {
    Map<Bytes, Entry> found = KeyedSelect.mapFor(keys);
    KeyedSelect.RowReader reader =
        row -> {
          Entry entry = EntryRow.live(row);
          found.put(entry.key(), entry);
        };
    long[] first = {space, nowMillis};
    if (dialect.bindsArrays()) {
      GET_ALL.readWithArray(statements, first, keys, reader);
      return found;
    }
    statements.run(dialect.beginRead());
    GET_ALL.read(statements, first, keys, reader);
    statements.run(dialect.commit());
    return found;
  }

  /** See {@link io.larder.storage.Store#scan}. */
  public ScanPage scan(Scan scan, long nowMillis) throws SQLException {
    StoredRange range = StoredRange.of(scan.range());
    Bytes from = scan.after() == null ? range.from() : StoredRange.justPast(scan.after());
    PreparedStatement select = statements.of(range.to() == null ? SCAN_TO_END : SCAN);
    int parameter = 0;
    select.setLong(++parameter, scan.space().id());
    select.setLong(++parameter, nowMillis);
    select.setBytes(++parameter, from.unsafeArray());
    if (range.to() != null) {
      select.setBytes(++parameter, range.to().unsafeArray());
    }
    select.setLong(++parameter, scan.limit() + 1L);
    List<Entry> entries = new ArrayList<>();
    Bytes last = null;
    try (ResultSet row = select.executeQuery()) {
      for (int read = 0; row.next(); read++) {
        if (read == scan.limit()) {
          return new ScanPage(entries, last);
        }
        last = EntryRow.bytes(row, EntryRow.LIVE_KEY_COLUMN);
        Entry entry = EntryRow.live(row);
        if (scan.range().contains(entry.key())) {
          entries.add(entry);
        }
      }
    }
    return new ScanPage(entries, null);
  }

  /** Those of the ranges that seem to have a live entry; one that has is always among them. */
  List<KeyRange> used(long space, Collection<KeyRange> ranges, long nowMillis) throws SQLException {
    return dialect.bindsArrays()
        ? UsedRanges.withArrays(statements, space, ranges, nowMillis)
        : UsedRanges.oneByOne(statements, space, ranges, nowMillis);
  }

  /** See {@link io.larder.storage.Store#count(Space)}. */
  public long count(long space) throws SQLException {
    PreparedStatement select = statements.of(dialect.count());
    select.setLong(1, space);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** See {@link io.larder.storage.Store#count()}. */
  public long count() throws SQLException {
    return statements.number(dialect.countAll());
  }

  /** See {@link io.larder.storage.Store#space}. */
  public Optional<SpaceState> space(SpaceName name) throws SQLException {
    PreparedStatement select = statements.of(SPACE);
    SpaceRow.bindName(select, 1, name);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(SpaceRow.read(row).state()) : Optional.empty();
    }
  }

  /** See {@link io.larder.storage.Store#cursorOf}. */
  public Cursor cursorOf(String peer) throws SQLException {
    PreparedStatement select = statements.of(CURSOR);
    select.setString(1, peer);
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? new Cursor(row.getString(1), row.getLong(2), row.getLong(3))
          : Cursor.START;
    }
  }

  /** See {@link io.larder.storage.Store#conflicts}. */
  public List<Conflict> conflicts(int limit) throws SQLException {
    PreparedStatement select = statements.of(CONFLICTS);
    select.setInt(1, limit);
    List<Conflict> conflicts = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Entry loser =
            new Entry(
                EntryRow.bytes(row, 4),
                EntryRow.bytes(row, 11),
                stamp(row, 5),
                row.getLong(9),
                row.getLong(10) != 0);
        conflicts.add(new Conflict(SpaceRow.name(row, 1), loser, stamp(row, 12), row.getLong(16)));
      }
    }
    return conflicts;
  }

  private static Stamp stamp(ResultSet row, int first) throws SQLException {
    return new Stamp(
        row.getLong(first), row.getLong(first + 1), row.getLong(first + 2), row.getLong(first + 3));
  }
}
