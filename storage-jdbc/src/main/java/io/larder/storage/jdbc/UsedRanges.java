package io.larder.storage.jdbc;

import io.larder.storage.Bytes;
import io.larder.storage.KeyRange;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which ranges of keys have a live entry. */
public final class UsedRanges {

  private static final String LIVE =
      """
      e.space = s.id AND e.epoch = s.epoch AND e.deleted = 0 AND e.expires_at > ?""";

  /** One range. Public, as the other is, so that a store's test can see its plan. */
  public static final String ONE =
      """
      SELECT e.key FROM {space} s JOIN {entry} e ON %s
      WHERE s.id = ? AND e.key >= ? AND e.key < ? ORDER BY e.key LIMIT 1
      """
          .formatted(LIVE);

  /** As many as there are, of a database that takes arrays; answers their numbers, from 1. */
  public static final String ALL =
      """
      SELECT r.n
      FROM {space} s
      CROSS JOIN unnest(?::bytea[], ?::bytea[]) WITH ORDINALITY AS r (lower, upper, n)
      CROSS JOIN LATERAL (
        SELECT e.key FROM {entry} e
        WHERE %s AND e.key >= r.lower AND e.key < r.upper ORDER BY e.key LIMIT 1) f
      WHERE s.id = ?
      """
          .formatted(LIVE);

  private UsedRanges() {}

  static List<KeyRange> oneByOne(
      Statements statements, long space, Collection<KeyRange> ranges, long nowMillis)
      throws SQLException {
    List<KeyRange> used = new ArrayList<>();
    PreparedStatement select = statements.of(ONE);
    for (KeyRange range : ranges) {
      StoredRange stored = StoredRange.of(range);
      Bytes to = stored.to();
      if (to == null) {
        used.add(range);
        continue;
      }
      select.setLong(1, nowMillis);
      select.setLong(2, space);
      select.setBytes(3, stored.from().unsafeArray());
      select.setBytes(4, to.unsafeArray());
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          used.add(range);
        }
      }
    }
    return used;
  }

  static List<KeyRange> withArrays(
      Statements statements, long space, Collection<KeyRange> ranges, long nowMillis)
      throws SQLException {
    List<KeyRange> used = new ArrayList<>();
    List<KeyRange> bounded = new ArrayList<>(ranges.size());
    for (KeyRange range : ranges) {
      (range.to() == null ? used : bounded).add(range);
    }
    byte[][] lower = new byte[bounded.size()][];
    byte[][] upper = new byte[bounded.size()][];
    for (int i = 0; i < lower.length; i++) {
      StoredRange stored = StoredRange.of(bounded.get(i));
      Bytes to = stored.to();
      lower[i] = stored.from().unsafeArray();
      upper[i] = to == null ? new byte[] {(byte) 0xFF} : to.unsafeArray();
    }
    PreparedStatement select = statements.of(ALL);
    select.setObject(1, lower);
    select.setObject(2, upper);
    select.setLong(3, nowMillis);
    select.setLong(4, space);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        used.add(bounded.get(row.getInt(1) - 1));
      }
    }
    return used;
  }
}
