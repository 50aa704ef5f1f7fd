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

  /** What a query selects, in this order and first, so that {@link #read} understands it. */
  public static final String COLUMNS =
      "e.space, e.key, e.full_key, e.epoch, e.version, e.timestamp, e.origin, e.expires_at,"
          + " e.deleted, e.seq, e.value";

  /** How many columns that is. */
  public static final int COLUMN_COUNT = 11;

  private EntryRow() {}

  /** The row that {@code row} stands at. */
  public static StoredEntry read(ResultSet row) throws SQLException {
    byte[] whole = row.getBytes(3);
    Bytes key = whole == null ? bytes(row, 2) : Bytes.wrap(whole);
    return new StoredEntry(row.getLong(1), entry(row, key), row.getLong(10));
  }

  /** The entry that {@code row} stands at, whose whole key is known. */
  static Entry entry(ResultSet row, Bytes key) throws SQLException {
    Stamp stamp = new Stamp(row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7));
    return new Entry(key, bytes(row, 11), stamp, row.getLong(8), row.getLong(9) != 0);
  }

  static void bind(PreparedStatement statement, StoredEntry row) throws SQLException {
    Entry entry = row.entry();
    StoredKey key = StoredKey.of(entry.key());
    statement.setLong(1, row.space());
    statement.setBytes(2, key.bytes());
    statement.setBytes(3, key.whole() == null ? null : key.whole().unsafeArray());
    bindStamp(statement, 4, entry.stamp());
    statement.setLong(8, entry.expiresAt());
    statement.setLong(9, entry.deleted() ? 1 : 0);
    statement.setLong(10, row.position());
    statement.setBytes(11, entry.value().unsafeArray());
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
