package io.larder.storage.postgresql;

import io.larder.storage.jdbc.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * Locks of several spaces in one transaction, always in the order of their ids: else two that write
 * the same ones would wait for each other. An update would lock them as it happens to find them.
 */
final class SpaceLocks {

  private static final String ORDERED = " ORDER BY id FOR NO KEY UPDATE";

  /** Has an array of ids. */
  static final String LOCK = "SELECT id FROM {space} WHERE id = ANY (?::bigint[])" + ORDERED;

  private static final String LOCK_COUNTED =
      "SELECT id FROM {space} WHERE id IN (SELECT space FROM {entry_count})" + ORDERED;

  private SpaceLocks() {}

  static void lock(Statements statements, SortedSet<Long> ids) throws SQLException {
    PreparedStatement lock = statements.of(LOCK);
    lock.setObject(1, ids.stream().mapToLong(Long::longValue).toArray());
    lock.executeQuery().close();
  }

  /** Locks those whose count has to be summed up, and returns their ids. */
  static long[] lockCounted(Statements statements) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (ResultSet row = statements.of(LOCK_COUNTED).executeQuery()) {
      while (row.next()) {
        ids.add(row.getLong(1));
      }
    }
    return ids.stream().mapToLong(Long::longValue).toArray();
  }
}
