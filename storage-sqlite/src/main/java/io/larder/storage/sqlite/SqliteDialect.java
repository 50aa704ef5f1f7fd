package io.larder.storage.sqlite;

import io.larder.storage.jdbc.Dialect;
import io.larder.storage.jdbc.SqlFlush;
import io.larder.storage.jdbc.SqlRows;

/** SQLite's SQL. */
final class SqliteDialect {

  /**
   * The last position given out, of a row of {@code meta}: that row is only written where no other
   * one tells, see {@link SqliteWriter}.
   */
  static final String LAST_POSITION =
      """
      max(meta.seq, coalesce((SELECT max(e.seq) FROM entry e), 0),
        coalesce((SELECT max(s.seq) FROM space s), 0))""";

  /** No hybrid timestamp of this store is greater; of a row of {@code meta}, likewise. */
  static final String LAST_TIMESTAMP =
      """
      max(meta.clock, coalesce((SELECT e.timestamp FROM entry e ORDER BY e.seq DESC LIMIT 1), 0))""";

  /** The space whose count the last row tells, see {@link LastRow}; null if it tells none. */
  static final String COUNTED_SPACE =
      """
      (SELECT e.space FROM entry e WHERE e.seq > (SELECT m.seq FROM meta m)
        ORDER BY e.seq DESC LIMIT 1)""";

  private static final String LAST_COUNT =
      "(SELECT e.entries FROM entry e ORDER BY e.seq DESC LIMIT 1)";

  /** How many entries the space {@code s} has. */
  private static final String ENTRIES =
      "CASE s.id WHEN " + COUNTED_SPACE + " THEN " + LAST_COUNT + " ELSE s.entries END";

  /** Writes the count that the last row tells to the row of its space. */
  static final String SETTLE_COUNT =
      "UPDATE space SET entries = " + LAST_COUNT + " WHERE id = " + COUNTED_SPACE;

  static final Dialect SQLITE =
      new Dialect(
          "BEGIN",
          "BEGIN IMMEDIATE",
          "COMMIT",
          "ROLLBACK",
          "SELECT " + LAST_POSITION + ", reaped_through FROM meta",
          "SELECT " + ENTRIES + " FROM space s WHERE s.id = ?",
          "SELECT coalesce(sum(" + ENTRIES + "), 0) FROM space s",
          false,
          false,
          "x''",
          "",
          "TRUE",
          "?");

  static final SqlRows.Texts ROWS = new SqlRows.Texts(ENTRIES);

  static final SqlFlush.Sql FLUSH =
      new SqlFlush.Sql(
          """
          INSERT INTO entry (space, key, full_key, epoch, version, timestamp, origin, expires_at,
            deleted, seq, value, entries)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (space, key) DO UPDATE SET epoch = excluded.epoch,
            version = excluded.version, timestamp = excluded.timestamp, origin = excluded.origin,
            expires_at = excluded.expires_at, deleted = excluded.deleted, seq = excluded.seq,
            value = excluded.value, entries = excluded.entries
          """,
          """
          UPDATE entry SET epoch = ?, version = ?, timestamp = ?, origin = ?, expires_at = ?,
            deleted = ?, seq = ?, value = ?, entries = ?
          WHERE space = ? AND key = ?
          """,
          """
          INSERT INTO space (id, scope_type, scope_id, namespace, epoch, version_floor, cleared_at,
            origin, destroyed, entries, seq)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET
            swept_to = CASE WHEN excluded.epoch > space.epoch THEN x'' ELSE space.swept_to END,
            epoch = excluded.epoch, version_floor = excluded.version_floor,
            cleared_at = excluded.cleared_at, origin = excluded.origin,
            destroyed = excluded.destroyed, entries = excluded.entries, seq = excluded.seq
          """,
          "UPDATE space SET entries = ? WHERE id = ?");

  private SqliteDialect() {}
}
