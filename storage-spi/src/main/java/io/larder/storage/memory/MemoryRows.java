package io.larder.storage.memory;

import io.larder.storage.Bytes;
import io.larder.storage.Change;
import io.larder.storage.Commit;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.Lease;
import io.larder.storage.RequestId;
import io.larder.storage.SpaceName;
import io.larder.storage.Stamp;
import io.larder.storage.kernel.Rows;
import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.StoredSpace;
import io.larder.storage.kernel.Survivors;
import io.larder.storage.kernel.WriteSet;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the store holds, with its indexes: the feed by position, what expires by time and
 * tombstones by age. Written under the store's writer lock; {@link #spaces}, {@link
 * #spacesInOrder}, {@link #feed} and the two positions are read by any thread.
 */
final class MemoryRows implements Rows {

  /** When a row can be collected at the earliest, told apart by its position. */
  private record Due(long millis, long position) implements Comparable<Due> {

    private static final Comparator<Due> ORDER =
        Comparator.comparingLong(Due::millis).thenComparingLong(Due::position);

    @Override
    public int compareTo(Due other) {
      return ORDER.compare(this, other);
    }
  }

  private final Map<Long, MemorySpace> spaces = new ConcurrentHashMap<>();
  private final Map<SpaceName, MemorySpace> spacesByName = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<SpaceName, MemorySpace> spacesInOrder =
      new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<Long, Change> feed = new ConcurrentSkipListMap<>();
  private final NavigableMap<Due, StoredEntry> expiring = new TreeMap<>();
  private final NavigableMap<Due, StoredEntry> tombstones = new TreeMap<>();
  private final ConflictLog conflicts = new ConflictLog();
  private final Answers answers = new Answers();
  private final InstantSource clock;
  private final MemoryLeases leases;
  private long spaceIds;
  private volatile long position;
  private volatile long collectedThrough;

  MemoryRows(InstantSource clock, MemoryLeases leases) {
    this.clock = clock;
    this.leases = leases;
  }

  Collection<MemorySpace> spaces() {
    return spaces.values();
  }

  /** The spaces in the order of their names. */
  ConcurrentSkipListMap<SpaceName, MemorySpace> spacesInOrder() {
    return spacesInOrder;
  }

  @Nullable MemorySpace find(long id) {
    return spaces.get(id);
  }

  @Nullable MemorySpace find(SpaceName name) {
    return spacesByName.get(name);
  }

  /** The last states by position; dead rows, which {@link #isDead} tells, among them. */
  ConcurrentSkipListMap<Long, Change> feed() {
    return feed;
  }

  /** The last position that was given out. */
  long position() {
    return position;
  }

  /** The highest position of a collected row that was neither dead nor evicted. */
  long collectedThrough() {
    return collectedThrough;
  }

  ConflictLog conflicts() {
    return conflicts;
  }

  /** Whether a clear has killed the row of the feed. */
  boolean isDead(Change change) {
    if (change instanceof Change.OfEntry row) {
      MemorySpace space = spacesByName.get(row.space());
      return space != null && row.entry().stamp().epoch() < space.state().state().epoch();
    }
    return false;
  }

  /** Up to {@code limit} rows that had expired by that time, none past that position. */
  List<StoredEntry> expiredBy(long millis, long lastPosition, int limit) {
    return due(expiring, millis, lastPosition, limit);
  }

  /** Up to {@code limit} tombstones as old as that time, none past that position. */
  List<StoredEntry> tombstonesBy(long millis, long lastPosition, int limit) {
    return due(tombstones, millis, lastPosition, limit);
  }

  private List<StoredEntry> due(
      NavigableMap<Due, StoredEntry> index, long millis, long lastPosition, int limit) {
    List<StoredEntry> rows = new ArrayList<>();
    for (StoredEntry row : index.headMap(new Due(millis, Long.MAX_VALUE), true).values()) {
      if (rows.size() >= limit) {
        break;
      }
      if (row.position() <= lastPosition
          && row.entry().stamp().epoch() == space(row.space()).state().epoch()) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** Drops up to {@code limit} dead rows, and returns how many. */
  int dropDead(int limit) {
    int dropped = 0;
    for (MemorySpace space : spaces.values()) {
      while (dropped < limit && space.hasCollectableDead()) {
        StoredEntry row = space.pollDead();
        if (row != null) {
          unlink(row);
          dropped++;
        }
      }
    }
    return dropped;
  }

  void forgetOldAnswers() {
    answers.forgetOld(clock.millis());
  }

  /** Keeps what the write set has changed, and returns the new rows of the feed in order. */
  List<Change> publish(WriteSet writes) {
    List<Change> changes = new ArrayList<>();
    for (StoredEntry row : writes.collectedEntries()) {
      StoredEntry removed = owner(row.space()).remove(row.entry().key());
      if (removed != null) {
        unlink(removed);
      }
    }
    for (StoredSpace space : writes.changedSpaces()) {
      publish(space, changes);
    }
    for (StoredEntry row : writes.changedEntries()) {
      StoredEntry replaced = owner(row.space()).put(row);
      if (replaced != null) {
        unlink(replaced);
      }
      changes.add(link(row));
    }
    if (changes.size() > 1) {
      changes.sort(Comparator.comparingLong(Change::position));
    }
    writes.conflicts().forEach(conflicts::add);
    writes.answers().forEach((request, commit) -> answers.keep(request, commit, clock.millis()));
    collectedThrough = Math.max(collectedThrough, writes.collectedThrough());
    position = writes.position();
    return changes;
  }

  private void publish(StoredSpace state, List<Change> changes) {
    MemorySpace space = spaces.get(state.id());
    long before = 0;
    if (space == null) {
      space = new MemorySpace(state);
      spaces.put(state.id(), space);
      spacesByName.put(state.name(), space);
      spacesInOrder.put(state.name(), space);
    } else {
      before = space.state().position();
      space.become(state);
    }
    if (state.position() != before) {
      feed.remove(before);
      Change change = new Change.OfSpace(state.state(), state.position());
      feed.put(state.position(), change);
      changes.add(change);
    }
  }

  private Change link(StoredEntry row) {
    Entry entry = row.entry();
    if (entry.deleted()) {
      tombstones.put(dueOfTombstone(row), row);
    } else if (entry.expiresAt() != Entry.NEVER) {
      expiring.put(new Due(entry.expiresAt(), row.position()), row);
    }
    Change change = new Change.OfEntry(space(row.space()).name(), entry, row.position());
    feed.put(row.position(), change);
    return change;
  }

  private void unlink(StoredEntry row) {
    feed.remove(row.position());
    if (row.entry().deleted()) {
      tombstones.remove(dueOfTombstone(row));
    } else if (row.entry().expiresAt() != Entry.NEVER) {
      expiring.remove(new Due(row.entry().expiresAt(), row.position()));
    }
  }

  private static Due dueOfTombstone(StoredEntry row) {
    return new Due(HybridClock.millis(row.entry().stamp().timestamp()), row.position());
  }

  private MemorySpace owner(long space) {
    MemorySpace owner = spaces.get(space);
    if (owner == null) {
      throw new IllegalArgumentException("This store has no space with the number " + space + ".");
    }
    return owner;
  }

  @Override
  public @Nullable StoredEntry entry(long space, Bytes key) {
    MemorySpace owner = spaces.get(space);
    return owner == null ? null : owner.rows().get(key);
  }

  @Override
  public Map<Bytes, StoredEntry> entries(long space, Collection<Bytes> keys) {
    Map<Bytes, StoredEntry> found = new HashMap<>();
    for (Bytes key : keys) {
      StoredEntry row = entry(space, key);
      if (row != null) {
        found.put(key, row);
      }
    }
    return found;
  }

  @Override
  public StoredSpace space(long id) {
    return owner(id).state();
  }

  @Override
  public @Nullable StoredSpace space(SpaceName name) {
    MemorySpace space = spacesByName.get(name);
    return space == null ? null : space.state();
  }

  @Override
  public List<StoredSpace> spaces(String scopeType, String scopeId) {
    List<StoredSpace> found = new ArrayList<>();
    SpaceName first = new SpaceName(scopeType, scopeId, "");
    for (MemorySpace space : spacesInOrder.tailMap(first).values()) {
      if (!space.state().name().isOf(scopeType, scopeId)) {
        break;
      }
      if (!space.state().state().destroyed()) {
        found.add(space.state());
      }
    }
    return found;
  }

  @Override
  public long newSpaceId(SpaceName name) {
    return ++spaceIds;
  }

  @Override
  public @Nullable Lease lease(String name) {
    return leases.row(name);
  }

  @Override
  public @Nullable Commit answer(RequestId request) {
    return answers.find(request, clock.millis());
  }

  @Override
  public boolean knowsConflict(long space, Bytes key, Stamp loser) {
    MemorySpace owner = spaces.get(space);
    return owner != null && conflicts.knows(owner.state().name(), key, loser);
  }

  @Override
  public List<StoredEntry> survivors(Survivors sought) {
    MemorySpace owner = spaces.get(sought.space());
    if (owner == null) {
      return List.of();
    }
    return owner
        .all()
        .filter(row -> sought.include(row.entry()))
        .sorted(Comparator.comparing(row -> row.entry().key()))
        .limit(sought.limit())
        .toList();
  }
}
