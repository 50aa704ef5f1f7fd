package io.larder.storage.jdbc;

import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.Lease;
import io.larder.storage.LeaseToken;
import io.larder.storage.RequestId;
import io.larder.storage.SpaceName;
import io.larder.storage.Stamp;
import io.larder.storage.kernel.CommitCodec;
import io.larder.storage.kernel.Rows;
import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.StoredSpace;
import io.larder.storage.kernel.Survivors;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows inside a write transaction, on its connection. Not thread-safe. A failing statement is
 * a {@link RowsFailure}.
 */
public final class SqlRows implements Rows {

  private static final String ENTRY =
      "SELECT " + EntryRow.KNOWN_COLUMNS + " FROM {entry} e WHERE e.space = ? AND e.key = ?";
  private static final KeyedSelect ENTRIES =
      new KeyedSelect("SELECT " + EntryRow.COLUMNS + " FROM {entry} e WHERE e.space = ?");
  private static final String LAST_SPACE = "SELECT coalesce(max(id), 0) FROM {space}";
  private static final String LEASE =
      "SELECT owner, incarnation, token, expires_at FROM {lease} WHERE name = ?";
  private static final String ANSWER =
      "SELECT answer FROM {request} WHERE client = ? AND number = ?";
  private static final String CONFLICT =
      """
      SELECT 1 FROM {conflict}
      WHERE space = ? AND key = ? AND epoch = ? AND version = ? AND timestamp = ? AND origin = ?
      """;
  private static final String SURVIVORS =
      "SELECT "
          + EntryRow.COLUMNS
          + """
           FROM {entry} e
          WHERE e.space = ? AND e.epoch >= ? AND e.epoch < ? AND e.timestamp > ?
            AND e.expires_at > ? AND e.deleted = 0
          ORDER BY e.key LIMIT ?
          """;

  /** The statements that read spaces, in one database's SQL. */
  public static final class Texts {

    /** Where the row of a space tells how many entries it has. */
    public static final Texts COUNTED_IN_ROW = new Texts("s.entries");

    private final String space;
    private final String spaceByName;
    private final String spacesOfScope;

    /**
     * @param entries the expression for how many entries the space {@code s} has
     */
    public Texts(String entries) {
      String select = "SELECT " + SpaceRow.columns(entries) + " FROM {space} s WHERE ";
      this.space = select + "s.id = ?";
      this.spaceByName = select + SpaceRow.BY_NAME;
      this.spacesOfScope = select + "s.scope_type = ? AND s.scope_id = ? AND s.destroyed = 0";
    }

    /** Has the scope's type and its id. */
    public String spacesOfScope() {
      return spacesOfScope;
    }
  }

  private final Texts sql;
  private final Statements statements;
  private final KnownSpaces spaces;
  private long newSpaces;

  /**
   * @param sql how spaces are read
   * @param statements the connection that has the transaction
   * @param spaces what is known of spaces in that transaction
   */
  public SqlRows(Texts sql, Statements statements, KnownSpaces spaces) {
    this.sql = sql;
    this.statements = statements;
    this.spaces = spaces;
  }

  @Override
  public @Nullable StoredEntry entry(long space, Bytes key) {
    try {
      PreparedStatement select = statements.of(ENTRY);
      select.setLong(1, space);
      select.setBytes(2, StoredKey.of(key).bytes());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? EntryRow.known(row, space, key) : null;
      }
    } catch (SQLException e) {
      throw new RowsFailure(e);
    }
  }

  @Override
  public Map<Bytes, StoredEntry> entries(long space, Collection<Bytes> keys) {
    Map<Bytes, StoredEntry> found = KeyedSelect.mapFor(keys);
    try {
      ENTRIES.read(
          statements,
          new long[] {space},
          keys,
          row -> {
            StoredEntry stored = EntryRow.read(row);
            found.put(stored.entry().key(), stored);
          });
    } catch (SQLException e) {
      throw new RowsFailure(e);
    }
    return found;
  }

  @Override
  public StoredSpace space(long id) {
    StoredSpace known = spaces.find(id);
    if (known != null) {
      return known;
    }
    try {
      PreparedStatement select = statements.of(sql.space);
      select.setLong(1, id);
      StoredSpace space = readSpace(select);
      if (space == null) {
        throw new MissingSpaceException(id);
      }
      return space;
    } catch (SQLException e) {
      throw new RowsFailure(e);
    }
  }

  @Override
  public @Nullable StoredSpace space(SpaceName name) {
    StoredSpace known = spaces.find(name);
    if (known != null) {
      return known;
    }
    try {
      PreparedStatement select = statements.of(sql.spaceByName);
      SpaceRow.bindName(select, 1, name);
      return readSpace(select);
    } catch (SQLException e) {
      throw new RowsFailure(e);
    }
  }

  @Override
  public List<StoredSpace> spaces(String scopeType, String scopeId) {
    try {
      PreparedStatement select = statements.of(sql.spacesOfScope);
      select.setString(1, scopeType);
      select.setString(2, scopeId);
      List<StoredSpace> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          StoredSpace space = SpaceRow.read(row);
          spaces.remember(space);
          found.add(space);
        }
      }
      return found;
    } catch (SQLException e) {
      throw new RowsFailure(e);
    }
  }

  private @Nullable StoredSpace readSpace(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      StoredSpace space = SpaceRow.read(row);
      spaces.remember(space);
      return space;
    }
  }

  @Override
  public long newSpaceId(SpaceName name) {
    try {
      return statements.number(LAST_SPACE) + ++newSpaces;
    } catch (SQLException e) {
      throw new RowsFailure(e);
    }
  }

  @Override
  public @Nullable Lease lease(String name) {
    try {
      PreparedStatement select = statements.of(LEASE);
      select.setString(1, name);
      return lease(name, select);
    } catch (SQLException e) {
      throw new RowsFailure(e);
    }
  }

  /** The lease that the statement selects: owner, incarnation, token, end; or null. */
  public static @Nullable Lease lease(String name, PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? new Lease(
              name,
              row.getString(1),
              new LeaseToken(row.getLong(2), row.getLong(3)),
              row.getLong(4))
          : null;
    }
  }

  @Override
  public @Nullable Commit answer(RequestId request) {
    try {
      PreparedStatement select = statements.of(ANSWER);
      select.setString(1, request.client());
      select.setLong(2, request.number());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? CommitCodec.decode(EntryRow.bytes(row, 1)) : null;
      }
    } catch (SQLException e) {
      throw new RowsFailure(e);
    }
  }

  @Override
  public boolean knowsConflict(long space, Bytes key, Stamp loser) {
    try {
      PreparedStatement select = statements.of(CONFLICT);
      select.setLong(1, space);
      select.setBytes(2, key.unsafeArray());
      EntryRow.bindStamp(select, 3, loser);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      throw new RowsFailure(e);
    }
  }

  @Override
  public List<StoredEntry> survivors(Survivors sought) {
    try {
      PreparedStatement select = statements.of(SURVIVORS);
      select.setLong(1, sought.space());
      select.setLong(2, sought.fromEpoch());
      select.setLong(3, sought.belowEpoch());
      select.setLong(4, sought.writtenAfter());
      select.setLong(5, sought.liveAt());
      select.setInt(6, sought.limit());
      List<StoredEntry> survivors = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          survivors.add(EntryRow.read(row));
        }
      }
      return survivors;
    } catch (SQLException e) {
      throw new RowsFailure(e);
    }
  }
}
