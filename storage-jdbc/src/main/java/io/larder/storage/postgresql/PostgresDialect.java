package io.larder.storage.postgresql;

import io.larder.storage.jdbc.Dialect;

/** PostgreSQL's SQL. */
final class PostgresDialect {

  /** The time that leases are measured by, in milliseconds: one that is bound, or the server's. */
  static final String NOW =
      "coalesce(?::bigint, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)";

  /** The first position that a transaction may still be about to write. */
  static final String HORIZON =
      "((pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (SELECT base FROM {meta})) << "
          + Life.ORDINAL_BITS
          + ")";

  /**
   * Until the transaction ends, its commit is forced to the disk, whatever the server's owner
   * chose.
   */
  static final String FORCED =
      """
      set_config('synchronous_commit', CASE current_setting('synchronous_commit')
        WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, TRUE)""";

  /**
   * Until the transaction ends, unless the server's owner chose limits: a node that stops within it
   * loses its locks before the network has noticed, and nobody waits for a lock for longer.
   */
  static final String LIMITED =
      limited("idle_in_transaction_session_timeout") + ", " + limited("lock_timeout");

  private static String limited(String setting) {
    return """
        set_config('%1$s', CASE current_setting('%1$s')
          WHEN '0' THEN '5s' ELSE current_setting('%1$s') END, TRUE)"""
        .formatted(setting);
  }

  static final Dialect POSTGRESQL =
      new Dialect(
          "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
          "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
          "COMMIT",
          "ROLLBACK",
          "SELECT " + HORIZON + " - 1, reaped_through FROM {meta}",
          """
          SELECT s.entries + coalesce((SELECT sum(c.delta) FROM {entry_count} c
            WHERE c.space = s.id AND c.epoch = s.epoch), 0)
          FROM {space} s WHERE s.id = ?
          """,
          """
          SELECT coalesce(sum(s.entries), 0) + coalesce((SELECT sum(c.delta) FROM {entry_count} c
            JOIN {space} o ON o.id = c.space AND o.epoch = c.epoch), 0)
          FROM {space} s
          """,
          true,
          true,
          "''::bytea",
          " FOR UPDATE OF e SKIP LOCKED",
          "seq < " + HORIZON,
          "(SELECT " + NOW + ")");

  private PostgresDialect() {}
}
