package io.larder.storage.sqlite;

import io.larder.storage.jdbc.Dialect;

/** SQLite's SQL. */
final class SqliteDialect {

  static final Dialect SQLITE =
      new Dialect(
          "BEGIN",
          "BEGIN IMMEDIATE",
          "COMMIT",
          "ROLLBACK",
          "SELECT seq, reaped_through FROM meta",
          """
          INSERT INTO entry (space, key, full_key, epoch, version, timestamp, origin, expires_at,
            deleted, seq, value)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (space, key) DO UPDATE SET epoch = excluded.epoch,
            version = excluded.version, timestamp = excluded.timestamp, origin = excluded.origin,
            expires_at = excluded.expires_at, deleted = excluded.deleted, seq = excluded.seq,
            value = excluded.value
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
          """);

  private SqliteDialect() {}
}
