package io.larder.storage.jdbc;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.Stamp;
import io.larder.storage.kernel.StoredEntry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Entries to and from rows of the table {@code entry}. */
public final class EntryRow {

  /**
   * What a query of live rows selects where the key is known, for {@link #live}: no more than
   * needed, since the driver asks for the name of each column each time.
   */
  static final String LIVE_COLUMNS =
      "e.epoch, e.version, e.timestamp, e.origin, e.expires_at, e.value";

  /** Those, and the key: what other queries of live rows select. */
  static final String LIVE_COLUMNS_AND_KEY = LIVE_COLUMNS + ", e.key, e.full_key";

  /** Where in {@link #LIVE_COLUMNS_AND_KEY} the key is, as it is stored. */
  static final int LIVE_KEY_COLUMN = 7;

  /** Likewise of rows in any state, for {@link #known}. */
  static final String KNOWN_COLUMNS = LIVE_COLUMNS + ", e.deleted, e.seq";

  /**
   * What any other query selects, in this order and first, so that {@link #read} understands it.
   */
  public static final String COLUMNS = KNOWN_COLUMNS + ", e.space, e.key, e.full_key";

  private static final int KEY_COLUMN = 10;

  /** How many columns {@link #COLUMNS} are. */
  public static final int COLUMN_COUNT = 11;

  private EntryRow() {}

  /** The row that {@code row} stands at. */
  public static StoredEntry read(ResultSet row) throws SQLException {
    return known(row, row.getLong(KEY_COLUMN - 1), key(row, KEY_COLUMN));
  }

  /** The whole key, of which {@code column} has what is indexed. */
  private static Bytes key(ResultSet row, int column) throws SQLException {
    byte[] whole = row.getBytes(column + 1);
    return whole == null ? bytes(row, column) : Bytes.wrap(whole);
  }

  /** The entry of {@link #LIVE_COLUMNS_AND_KEY} that {@code row} stands at. */
  static Entry live(ResultSet row) throws SQLException {
    return live(row, key(row, LIVE_KEY_COLUMN));
  }

  /** The entry of {@link #LIVE_COLUMNS} that {@code row} stands at. */
  static Entry live(ResultSet row, Bytes key) throws SQLException {
    return stated(row, key, false);
  }

  /** The row of {@link #KNOWN_COLUMNS} that {@code row} stands at. */
  static StoredEntry known(ResultSet row, long space, Bytes key) throws SQLException {
    return new StoredEntry(space, stated(row, key, row.getLong(7) != 0), row.getLong(8));
  }

  private static Entry stated(ResultSet row, Bytes key, boolean deleted) throws SQLException {
    Stamp stamp = new Stamp(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    return new Entry(key, bytes(row, 6), stamp, row.getLong(5), deleted);
  }

  /**
   * Binds all columns, in the order of the table.
   *
   * @param entries how many its space has
   */
  static void bind(PreparedStatement statement, StoredEntry row, long entries) throws SQLException {
    StoredKey key = StoredKey.of(row.entry().key());
    statement.setLong(1, row.space());
    statement.setBytes(2, key.bytes());
    statement.setBytes(3, key.whole() == null ? null : key.whole().unsafeArray());
    bindState(statement, 4, row);
    statement.setLong(12, entries);
  }

  /** Binds the columns that a change of the entry changes, then space and key. */
  static void bindChange(PreparedStatement statement, StoredEntry row, long entries)
      throws SQLException {
    bindState(statement, 1, row);
    statement.setLong(9, entries);
    statement.setLong(10, row.space());
    statement.setBytes(11, StoredKey.of(row.entry().key()).bytes());
  }

  private static void bindState(PreparedStatement statement, int first, StoredEntry row)
      throws SQLException {
    Entry entry = row.entry();
    bindStamp(statement, first, entry.stamp());
    statement.setLong(first + 4, entry.expiresAt());
    statement.setLong(first + 5, entry.deleted() ? 1 : 0);
    statement.setLong(first + 6, row.position());
    statement.setBytes(first + 7, entry.value().unsafeArray());
  }

  static void bindStamp(PreparedStatement statement, int first, Stamp stamp) throws SQLException {
    statement.setLong(first, stamp.epoch());
    statement.setLong(first + 1, stamp.version());
    statement.setLong(first + 2, stamp.timestamp());
    statement.setLong(first + 3, stamp.origin());
  }

  /** A column that is not null; a driver may give null for no bytes. */
  static Bytes bytes(ResultSet row, int column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return bytes == null ? Bytes.EMPTY : Bytes.wrap(bytes);
  }
}
