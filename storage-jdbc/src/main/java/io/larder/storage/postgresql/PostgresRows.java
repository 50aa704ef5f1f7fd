package io.larder.storage.postgresql;

import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.HybridClock;
import io.larder.storage.Lease;
import io.larder.storage.RequestId;
import io.larder.storage.SpaceName;
import io.larder.storage.Stamp;
import io.larder.storage.jdbc.KnownSpaces;
import io.larder.storage.jdbc.RowsFailure;
import io.larder.storage.jdbc.SqlRows;
import io.larder.storage.jdbc.Statements;
import io.larder.storage.kernel.RowKey;
import io.larder.storage.kernel.Rows;
import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.StoredSpace;
import io.larder.storage.kernel.Survivors;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one write transaction. Those of its batches were fetched and locked as it began; any
 * other is fetched and locked when it is asked for. What was there, and in which state a space was,
 * stays known for the flush. Not thread-safe.
 */
final class PostgresRows implements Rows {

  /** On the server's clock, told by this process's: the two may differ. */
  private static final String LEASE =
      """
      SELECT owner, incarnation, token, expires_at + ? - %s FROM {lease} WHERE name = ? FOR SHARE
      """
          .formatted(PostgresDialect.NOW);

  private final Statements statements;
  private final HybridClock clock;
  private final long nowMillis;
  private final @Nullable Long leaseMillis;
  private final SqlRows others;
  private final Set<RowKey> asked = new HashSet<>();
  private final Map<RowKey, StoredEntry> found = new HashMap<>();
  private final Map<Long, StoredSpace> spaces = new HashMap<>();

  /**
   * @param clock never behind a clear that was read
   * @param leaseMillis the time that leases are measured by, or null for the server's
   */
  PostgresRows(
      Statements statements, HybridClock clock, long nowMillis, @Nullable Long leaseMillis) {
    this.statements = statements;
    this.clock = clock;
    this.nowMillis = nowMillis;
    this.leaseMillis = leaseMillis;
    this.others = new SqlRows(SqlRows.Texts.COUNTED_IN_ROW, statements, new KnownSpaces());
  }

  /** These have been asked for. */
  void asked(Collection<RowKey> keys) {
    asked.addAll(keys);
  }

  void found(StoredEntry row) {
    found.put(new RowKey(row.space(), row.entry().key()), row);
  }

  /** Its value has not come with the others: it is fetched when it is asked for. */
  void leftOut(StoredEntry row) {
    asked.remove(new RowKey(row.space(), row.entry().key()));
  }

  void found(StoredSpace space) {
    spaces.put(space.id(), space);
    clock.observe(space.state().clearedAt());
  }

  /** Whether there was a row, in whatever state. */
  boolean isThere(RowKey key) {
    return found.containsKey(key);
  }

  /** The space as it was read, or null if this transaction has made it. */
  @Nullable StoredSpace asRead(long space) {
    return spaces.get(space);
  }

  /** Fetches and locks rows, in the order of their keys. */
  void fetch(Collection<RowKey> keys) {
    Set<RowKey> unknown = new TreeSet<>(keys);
    unknown.removeAll(asked);
    if (unknown.isEmpty()) {
      return;
    }
    try {
      LockingSelect.run(statements, unknown, this);
    } catch (SQLException e) {
      throw new RowsFailure(e);
    }
  }

  @Override
  public @Nullable StoredEntry entry(long space, Bytes key) {
    RowKey row = new RowKey(space, key);
    if (!asked.contains(row)) {
      fetch(List.of(row));
    }
    return found.get(row);
  }

  @Override
  public Map<Bytes, StoredEntry> entries(long space, Collection<Bytes> keys) {
    fetch(keys.stream().map(key -> new RowKey(space, key)).toList());
    Map<Bytes, StoredEntry> entries = new HashMap<>();
    for (Bytes key : keys) {
      StoredEntry row = found.get(new RowKey(space, key));
      if (row != null) {
        entries.put(key, row);
      }
    }
    return entries;
  }

  @Override
  public StoredSpace space(long id) {
    StoredSpace known = spaces.get(id);
    if (known == null) {
      known = others.space(id);
      found(known);
    }
    return known;
  }

  @Override
  public @Nullable StoredSpace space(SpaceName name) {
    StoredSpace space = others.space(name);
    if (space == null) {
      return null;
    }
    StoredSpace known = spaces.get(space.id());
    if (known != null) {
      return known;
    }
    found(space);
    return space;
  }

  @Override
  public List<StoredSpace> spaces(String scopeType, String scopeId) {
    List<StoredSpace> read = new ArrayList<>();
    for (StoredSpace space : others.spaces(scopeType, scopeId)) {
      if (!spaces.containsKey(space.id())) {
        found(space);
      }
      read.add(space(space.id()));
    }
    return read;
  }

  @Override
  public long newSpaceId(SpaceName name) {
    return SpaceIds.of(name);
  }

  /** The time that leases are measured by, or null for the server's. */
  @Nullable Long leaseMillis() {
    return leaseMillis;
  }

  /** Locked, so that nobody else gets it before the transaction has ended. */
  @Override
  public @Nullable Lease lease(String name) {
    try {
      PreparedStatement select = statements.of(LEASE);
      select.setLong(1, nowMillis);
      PostgresLeases.bindNow(select, 2, leaseMillis);
      select.setString(3, name);
      return SqlRows.lease(name, select);
    } catch (SQLException e) {
      throw new RowsFailure(e);
    }
  }

  @Override
  public @Nullable Commit answer(RequestId request) {
    return others.answer(request);
  }

  @Override
  public boolean knowsConflict(long space, Bytes key, Stamp loser) {
    return others.knowsConflict(space, key, loser);
  }

  @Override
  public List<StoredEntry> survivors(Survivors sought) {
    return others.survivors(sought);
  }
}
