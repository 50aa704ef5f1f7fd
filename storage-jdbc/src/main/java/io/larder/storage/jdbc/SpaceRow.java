package io.larder.storage.jdbc;

import io.larder.storage.SpaceName;
import io.larder.storage.SpaceState;
import io.larder.storage.kernel.StoredSpace;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Spaces to and from rows of the table {@code space}. */
public final class SpaceRow {

  /** What a query selects, in this order and first, so that {@link #read} understands it. */
  public static final String COLUMNS = columns("s.entries");

  static final String BY_NAME = "s.scope_type = ? AND s.scope_id = ? AND s.namespace = ?";

  private SpaceRow() {}

  /** {@link #COLUMNS} with another expression for the number of entries. */
  static String columns(String entries) {
    return "s.id, s.scope_type, s.scope_id, s.namespace, s.epoch, s.version_floor, s.cleared_at,"
        + " s.origin, s.destroyed, "
        + entries
        + ", s.seq";
  }

  /** The row that {@code row} stands at. */
  public static StoredSpace read(ResultSet row) throws SQLException {
    SpaceState state =
        new SpaceState(
            name(row, 2),
            row.getLong(5),
            row.getLong(6),
            row.getLong(7),
            row.getLong(8),
            row.getLong(9) != 0);
    return new StoredSpace(row.getLong(1), state, row.getLong(10), row.getLong(11));
  }

  /** The name in three columns from {@code first} on. */
  public static SpaceName name(ResultSet row, int first) throws SQLException {
    return new SpaceName(row.getString(first), row.getString(first + 1), row.getString(first + 2));
  }

  static void bind(PreparedStatement statement, StoredSpace space) throws SQLException {
    SpaceState state = space.state();
    statement.setLong(1, space.id());
    bindName(statement, 2, state.name());
    statement.setLong(5, state.epoch());
    statement.setLong(6, state.versionFloor());
    statement.setLong(7, state.clearedAt());
    statement.setLong(8, state.origin());
    statement.setLong(9, state.destroyed() ? 1 : 0);
    statement.setLong(10, space.entries());
    statement.setLong(11, space.position());
  }

  /** Binds how many entries the space has, and its id. */
  static void bindCount(PreparedStatement statement, StoredSpace space) throws SQLException {
    statement.setLong(1, space.entries());
    statement.setLong(2, space.id());
  }

  static void bindName(PreparedStatement statement, int first, SpaceName name) throws SQLException {
    statement.setString(first, name.scopeType());
    statement.setString(first + 1, name.scopeId());
    statement.setString(first + 2, name.namespace());
  }
}
