package io.larder.storage.postgresql;

import io.larder.storage.Reaped;
import io.larder.storage.Space;
import io.larder.storage.jdbc.Collector;
import io.larder.storage.jdbc.Evictor;
import io.larder.storage.jdbc.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Collects, and evicts from a space, in one node at a time; others have nothing to do meanwhile.
 */
final class SoleCollection {

  /** {@code LARC}, above the number of the schema. */
  private static final long LOCK = 0x4C415243L << 32;

  private static final String TRY_LOCK =
      "SELECT CASE WHEN pg_try_advisory_xact_lock("
          + LOCK
          + " + (SELECT tableoid::bigint FROM {meta})) THEN 1 ELSE 0 END";

  private static final String TRY_LOCK_SPACE =
      """
      SELECT CASE WHEN pg_try_advisory_xact_lock(hashtextextended('larder eviction ' || ?::bigint,
        (SELECT tableoid::bigint FROM {meta}))) THEN 1 ELSE 0 END
      """;

  private static final String COUNTS =
      "SELECT CASE WHEN EXISTS (SELECT 1 FROM {entry_count}) THEN 1 ELSE 0 END";

  /** What was added to an epoch that has passed is dropped. */
  private static final String SUM_UP =
      """
      WITH gone AS (
          DELETE FROM {entry_count} WHERE space = ANY (?::bigint[]) RETURNING space, epoch, delta),
        sums AS (SELECT space, epoch, sum(delta)::bigint AS delta FROM gone GROUP BY space, epoch)
      UPDATE {space} s SET entries = s.entries + u.delta
      FROM sums u WHERE s.id = u.space AND s.epoch = u.epoch
      """;

  private SoleCollection() {}

  /** Whether there are counts to be summed up. */
  static boolean findsCounts(Statements statements) throws SQLException {
    return statements.number(COUNTS) != 0;
  }

  /**
   * Sums up what was added to the counts, as the only task of the transaction: who collects in it
   * as well would lock more spaces, after these and in no order with them.
   *
   * @return whether there was anything to be summed up
   */
  static boolean sumUp(PostgresTransaction transaction) throws SQLException {
    Statements statements = transaction.statements();
    if (statements.number(TRY_LOCK) == 0) {
      return false;
    }
    PreparedStatement sum = statements.of(SUM_UP);
    sum.setObject(1, SpaceLocks.lockCounted(statements));
    return sum.executeUpdate() > 0;
  }

  /** Collects, as the only task of the transaction. */
  static Collector.Result collect(PostgresTransaction transaction, Collector collector)
      throws SQLException {
    Statements statements = transaction.statements();
    if (statements.number(TRY_LOCK) == 0) {
      return new Collector.Result(new Reaped(0, 0, 0, false), Map.of());
    }
    return collector.collect(transaction);
  }

  /** Evicts, as the only task of the transaction; two who count the same surplus evict it twice. */
  static Evictor.Evicted evict(
      PostgresTransaction transaction, Evictor evictor, Space space, long keep, int limit)
      throws SQLException {
    PreparedStatement lock = transaction.statements().of(TRY_LOCK_SPACE);
    lock.setLong(1, space.id());
    try (ResultSet row = lock.executeQuery()) {
      if (!row.next() || row.getLong(1) == 0) {
        return new Evictor.Evicted(List.of(), List.of(), 0);
      }
    }
    return evictor.evict(transaction, space, keep, limit);
  }
}
