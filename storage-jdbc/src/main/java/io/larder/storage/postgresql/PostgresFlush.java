package io.larder.storage.postgresql;

import io.larder.storage.kernel.RowKey;
import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.StoredSpace;
import io.larder.storage.kernel.WriteSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes the statements that write what a write set has changed, so that they fail, as a whole, if
 * another transaction has changed what was decided upon.
 *
 * <ol>
 *   <li>Rows that were there are locked, and are overwritten or removed.
 *   <li>Rows that were not there are inserted; one that somebody else has inserted meanwhile
 *       violates the primary key.
 *   <li>Only after that, spaces are written if they are in the state in which they were read, and
 *       those that own the written rows must be so too. Else a row whose tombstone was collected
 *       meanwhile would begin anew below the space's version floor.
 *   <li>What entries were won or lost is appended, not added to a row that all would wait for.
 * </ol>
 */
final class PostgresFlush {

  private static final String INSERT =
      """
      INSERT INTO {entry} AS e (space, key, full_key, epoch, version, timestamp, origin, expires_at,
        deleted, seq, value)
      SELECT * FROM unnest(?::bigint[], ?::bytea[], ?::bytea[], ?::bigint[], ?::bigint[], ?::bigint[],
        ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[])
      """;

  /** Not an update that joins: the server would have to choose how, and may choose badly. */
  private static final String OVERWRITE =
      INSERT
          + """
          ON CONFLICT (space, key) DO UPDATE SET epoch = excluded.epoch,
            version = excluded.version, timestamp = excluded.timestamp, origin = excluded.origin,
            expires_at = excluded.expires_at, deleted = excluded.deleted, seq = excluded.seq,
            value = excluded.value
          """;

  private static final String DELETE =
      """
      DELETE FROM {entry} e USING unnest(?::bigint[], ?::bytea[]) k (space, key)
      WHERE e.space = k.space AND e.key = k.key
      """;
  private static final String INSERT_SPACES =
      """
      INSERT INTO {space} (id, scope_type, scope_id, namespace, epoch, version_floor, cleared_at,
        origin, destroyed, entries, seq)
      SELECT * FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[],
        ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
      """;
  private static final String UPDATE_SPACES =
      """
      WITH written AS (
        UPDATE {space} s SET epoch = u.epoch, version_floor = u.version_floor,
          cleared_at = u.cleared_at, origin = u.origin, destroyed = u.destroyed, seq = u.seq,
          entries = CASE WHEN u.epoch > s.epoch THEN u.entries ELSE s.entries END,
          swept_to = CASE WHEN u.epoch > s.epoch THEN ''::bytea ELSE s.swept_to END
        FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
            ?::bigint[], ?::bigint[])
            u (id, epoch, version_floor, cleared_at, origin, destroyed, entries, seq),
          unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
            r (id, epoch, version_floor, cleared_at, origin, destroyed)
        WHERE s.id = u.id AND r.id = s.id AND r.epoch = s.epoch
          AND r.version_floor = s.version_floor AND r.cleared_at = s.cleared_at
          AND r.origin = s.origin AND r.destroyed = s.destroyed
        RETURNING 1)
      SELECT {expect}(count(*), ?) FROM written
      """;

  /** Finds those that are not as they were read, so that as a rule there is no call. */
  private static final String EXPECT_SPACES =
      """
      SELECT {expect}(s.id, r.id)
      FROM unnest(?::bigint[], ?::bigint[], ?::bigint[]) r (id, epoch, version_floor)
      LEFT JOIN {space} s
        ON s.id = r.id AND s.epoch = r.epoch AND s.version_floor = r.version_floor
      WHERE s.id IS NULL
      """;

  private static final String COUNT =
      """
      INSERT INTO {entry_count} (space, epoch, delta)
      SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::bigint[])
      """;
  private static final String COLLECTED =
      """
      UPDATE {meta} SET reaped_through = greatest(reaped_through, ?),
        evicted_through = greatest(evicted_through, ?)
      """;

  private final WriteSet writes;
  private final PostgresRows rows;
  private final Pipeline pipeline;

  private PostgresFlush(WriteSet writes, PostgresRows rows, Pipeline pipeline) {
    this.writes = writes;
    this.rows = rows;
    this.pipeline = pipeline;
  }

  /** Adds what is to be run before the commit. */
  static void add(WriteSet writes, PostgresRows rows, Pipeline pipeline) {
    PostgresFlush flush = new PostgresFlush(writes, rows, pipeline);
    flush.addEntries();
    flush.addSpaces();
    flush.addCollected();
  }

  private void addEntries() {
    List<StoredEntry> standing = new ArrayList<>();
    List<StoredEntry> fresh = new ArrayList<>();
    for (StoredEntry row : writes.changedEntries()) {
      (rows.isThere(new RowKey(row.space(), row.entry().key())) ? standing : fresh).add(row);
    }
    addRows(OVERWRITE, standing);
    addRows(INSERT, fresh);
    Collection<StoredEntry> removed = writes.collectedEntries();
    if (!removed.isEmpty()) {
      pipeline.add(DELETE, EntryColumns.of(removed).names());
    }
  }

  /** The row of the whole store comes last: whoever waits for it has what it needs besides. */
  private void addCollected() {
    if (writes.collectedThrough() > 0 || writes.evictedThrough() > 0) {
      pipeline.add(COLLECTED, writes.collectedThrough(), writes.evictedThrough());
    }
  }

  private void addRows(String sql, List<StoredEntry> entries) {
    if (!entries.isEmpty()) {
      pipeline.add(sql, EntryColumns.of(entries).all());
    }
  }

  private void addSpaces() {
    List<StoredSpace> fresh = new ArrayList<>();
    List<StoredSpace> changed = new ArrayList<>();
    List<StoredSpace> before = new ArrayList<>();
    List<StoredSpace> counted = new ArrayList<>();
    for (StoredSpace space : inOrder(writes.changedSpaces())) {
      StoredSpace read = rows.asRead(space.id());
      if (read == null) {
        fresh.add(space);
        continue;
      }
      if (space.position() != read.position()) {
        changed.add(space);
        before.add(read);
      }
      if (space.state().epoch() == read.state().epoch() && space.entries() != read.entries()) {
        counted.add(space);
      }
    }
    if (!fresh.isEmpty()) {
      pipeline.add(INSERT_SPACES, SpaceColumns.of(fresh).all());
    }
    if (!changed.isEmpty()) {
      SpaceColumns columns = SpaceColumns.of(changed);
      if (changed.size() > 1) {
        pipeline.add(SpaceLocks.LOCK, columns.ids());
      }
      Object[] values = columns.changeFrom(SpaceColumns.of(before));
      pipeline.add(UPDATE_SPACES, values);
    }
    expectOwners(changed);
    if (!counted.isEmpty()) {
      addCounts(counted);
    }
  }

  private static List<StoredSpace> inOrder(Collection<StoredSpace> spaces) {
    return spaces.stream().sorted(Comparator.comparingLong(StoredSpace::id)).toList();
  }

  /** Those that are written are checked as they are. */
  private void expectOwners(List<StoredSpace> written) {
    Set<Long> owners = new TreeSet<>();
    writes.changedEntries().forEach(row -> owners.add(row.space()));
    written.forEach(space -> owners.remove(space.id()));
    List<StoredSpace> expected = new ArrayList<>();
    for (long owner : owners) {
      @Nullable StoredSpace read = rows.asRead(owner);
      if (read != null) {
        expected.add(read);
      }
    }
    if (!expected.isEmpty()) {
      SpaceColumns columns = SpaceColumns.of(expected);
      pipeline.add(EXPECT_SPACES, columns.ids(), columns.epochs(), columns.floors());
    }
  }

  private void addCounts(List<StoredSpace> counted) {
    long[] deltas = new long[counted.size()];
    for (int i = 0; i < deltas.length; i++) {
      StoredSpace space = counted.get(i);
      StoredSpace read = rows.asRead(space.id());
      deltas[i] = space.entries() - (read == null ? 0 : read.entries());
    }
    SpaceColumns columns = SpaceColumns.of(counted);
    pipeline.add(COUNT, columns.ids(), columns.epochs(), deltas);
  }
}
