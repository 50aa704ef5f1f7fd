package io.larder.storage.jdbc;

import io.larder.storage.SpaceName;
import io.larder.storage.SpaceScan;
import io.larder.storage.SpaceState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads spaces as a range of the unique index of their names. Names hold no zero character, so the
 * least text that comes after another in the order of bytes is that text and a {@link #LEAST}.
 */
public final class SpaceSelect {

  private static final String LEAST = "\u0001";

  private static final String FROM =
      "SELECT "
          + SpaceRow.COLUMNS
          + """
           FROM {space} s
          WHERE (s.scope_type, s.scope_id, s.namespace) >= (?, ?, ?) AND s.destroyed <= ?""";
  private static final String IN_ORDER = " ORDER BY s.scope_type, s.scope_id, s.namespace LIMIT ?";

  /** Has the first name, the greatest {@code destroyed} and how many rows. */
  public static final String TO_END = FROM + IN_ORDER;

  /** Has the first name past the range besides, before the number of rows. */
  public static final String RANGE =
      FROM + " AND (s.scope_type, s.scope_id, s.namespace) < (?, ?, ?)" + IN_ORDER;

  private SpaceSelect() {}

  /** See {@link io.larder.storage.Store#spaces}. */
  static List<SpaceState> read(Statements statements, SpaceScan scan) throws SQLException {
    String type = scan.scopeType();
    PreparedStatement select = statements.of(type == null ? TO_END : RANGE);
    int next = bindFirst(select, scan);
    select.setInt(next++, scan.withDestroyed() ? 1 : 0);
    if (type != null) {
      next = bindEnd(select, next, type, scan.scopeId());
    }
    select.setInt(next, scan.limit());
    List<SpaceState> states = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        states.add(SpaceRow.read(row).state());
      }
    }
    return states;
  }

  private static int bindFirst(PreparedStatement select, SpaceScan scan) throws SQLException {
    SpaceName after = scan.after();
    return after == null
        ? bind(select, 1, orNone(scan.scopeType()), orNone(scan.scopeId()), "")
        : bind(select, 1, after.scopeType(), after.scopeId(), after.namespace() + LEAST);
  }

  private static int bindEnd(PreparedStatement select, int first, String type, @Nullable String id)
      throws SQLException {
    return id == null
        ? bind(select, first, type + LEAST, "", "")
        : bind(select, first, type, id + LEAST, "");
  }

  private static int bind(
      PreparedStatement select, int first, String type, String id, String namespace)
      throws SQLException {
    select.setString(first, type);
    select.setString(first + 1, id);
    select.setString(first + 2, namespace);
    return first + 3;
  }

  private static String orNone(@Nullable String part) {
    return part == null ? "" : part;
  }
}
