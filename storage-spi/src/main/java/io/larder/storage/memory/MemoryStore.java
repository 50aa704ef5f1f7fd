package io.larder.storage.memory;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Capability;
import io.larder.storage.Change;
import io.larder.storage.ChangePage;
import io.larder.storage.Commit;
import io.larder.storage.Conflict;
import io.larder.storage.Cursor;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.Incarnation;
import io.larder.storage.Leases;
import io.larder.storage.MergeResult;
import io.larder.storage.PeerCursor;
import io.larder.storage.Reap;
import io.larder.storage.Reaped;
import io.larder.storage.Scan;
import io.larder.storage.ScanPage;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.SpaceScan;
import io.larder.storage.SpaceState;
import io.larder.storage.StoreIdentity;
import io.larder.storage.StoreListener;
import io.larder.storage.StoreOptions;
import io.larder.storage.Subscription;
import io.larder.storage.kernel.Housekeeping;
import io.larder.storage.kernel.KeptStore;
import io.larder.storage.kernel.Listeners;
import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.WriteSet;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store in this process's memory.
 *
 * <ol>
 *   <li>One writer at a time, under {@code writerLock}, decides in a {@link WriteSet}.
 *   <li>It publishes what has changed under the write half of {@code publication}, so that readers
 *       see all of a batch or nothing of it. Only this short step keeps readers waiting.
 *   <li>Readers read without a lock, and again under the read half if something was published
 *       meanwhile. All that they touch are concurrent maps, so the vain reading does no harm.
 *   <li>Listeners are told after both locks have been given back.
 * </ol>
 */
final class MemoryStore implements KeptStore {

  private final StoreIdentity identity;
  private final InstantSource wall;
  private final HybridClock clock;
  private final ReentrantLock writerLock = new ReentrantLock();
  private final StampedLock publication = new StampedLock();
  private final MemoryLeases leases;
  private final MemoryRows rows;
  private final Map<String, Cursor> cursors = new ConcurrentHashMap<>();
  private final Listeners listeners;
  private final Housekeeping housekeeping;

  MemoryStore(String location, StoreOptions options) {
    Incarnation incarnation = new Incarnation(1, UUID.randomUUID().toString());
    long origin = new SecureRandom().nextLong(1, Long.MAX_VALUE);
    this.identity = new StoreIdentity(location, incarnation, origin);
    this.wall = options.clock();
    this.clock = new HybridClock(wall);
    this.leases = new MemoryLeases(writerLock, wall, incarnation.number());
    this.rows = new MemoryRows(wall, leases);
    this.listeners = new Listeners(location);
    this.housekeeping = new Housekeeping(this, location, options);
  }

  @Override
  public StoreIdentity identity() {
    return identity;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.CURRENT_READS, Capability.LEASES);
  }

  @Override
  public long nowMillis() {
    return wall.millis();
  }

  @Override
  public Space openSpace(SpaceName name, SpaceOptions options) {
    MemorySpace standing = rows.find(name);
    long id =
        standing != null && !standing.state().state().destroyed()
            ? standing.state().id()
            : write(null, writes -> writes.open(name));
    return new Space(id, name);
  }

  @Override
  public Optional<SpaceState> space(SpaceName name) {
    return Optional.ofNullable(rows.find(name)).map(space -> space.state().state());
  }

  @Override
  public List<SpaceState> spaces(SpaceScan scan) {
    return read(() -> Paging.spaces(rows, scan));
  }

  @Override
  public long count(Space space) {
    return require(space).state().entries();
  }

  @Override
  public long count() {
    return read(() -> rows.spaces().stream().mapToLong(space -> space.state().entries()).sum());
  }

  @Override
  public @Nullable Entry get(Space space, Bytes key) {
    MemorySpace owner = require(space);
    long reading = publication.tryOptimisticRead();
    StoredEntry row = owner.rows().get(key);
    if (!publication.validate(reading)) {
      reading = publication.readLock();
      try {
        row = owner.rows().get(key);
      } finally {
        publication.unlockRead(reading);
      }
    }
    return row != null && isLive(row.entry()) ? row.entry() : null;
  }

  @Override
  public Map<Bytes, Entry> getAll(Space space, Collection<Bytes> keys) {
    MemorySpace owner = require(space);
    return read(
        () -> {
          Map<Bytes, Entry> found = new HashMap<>();
          var standing = owner.rows();
          for (Bytes key : keys) {
            StoredEntry row = standing.get(key);
            if (row != null && isLive(row.entry())) {
              found.put(key, row.entry());
            }
          }
          return found;
        });
  }

  /** Asks for the time only if the answer depends on it. */
  private boolean isLive(Entry entry) {
    return !entry.deleted()
        && (entry.expiresAt() == Entry.NEVER || !entry.isExpiredAt(wall.millis()));
  }

  @Override
  public ScanPage scan(Scan scan) {
    MemorySpace owner = require(scan.space());
    return read(() -> Paging.scan(owner, scan, wall.millis()));
  }

  @Override
  public Commit commit(Batch batch) {
    require(batch.space());
    if (batch.recording() != null) {
      require(batch.recording().space());
    }
    return write(batch.source(), writes -> writes.apply(batch));
  }

  @Override
  public void clear(Space space, @Nullable Subscription source) {
    require(space);
    write(
        source,
        writes -> {
          writes.clear(space.id());
          return true;
        });
  }

  @Override
  public void destroy(SpaceName name, @Nullable Subscription source) {
    write(
        source,
        writes -> {
          writes.destroy(name);
          return true;
        });
  }

  @Override
  public int destroyScope(String scopeType, String scopeId, @Nullable Subscription source) {
    return write(source, writes -> writes.destroyScope(scopeType, scopeId));
  }

  @Override
  public ChangePage changes(Cursor cursor, int limit, int maxBytes) {
    return read(() -> Paging.changes(rows, identity.incarnation(), cursor, limit, maxBytes));
  }

  @Override
  public MergeResult merge(List<Change> changes, @Nullable PeerCursor reached) {
    return write(
        null,
        writes -> {
          MergeResult result = writes.merge(changes, reached);
          writes.cursors().forEach(peer -> cursors.put(peer.peer(), peer.cursor()));
          return result;
        });
  }

  @Override
  public Cursor cursorOf(String peer) {
    return cursors.getOrDefault(peer, Cursor.START);
  }

  @Override
  public List<Conflict> conflicts(int limit) {
    writerLock.lock();
    try {
      return rows.conflicts().newest(limit);
    } finally {
      writerLock.unlock();
    }
  }

  @Override
  public Leases leases() {
    return leases;
  }

  @Override
  public Reaped reap(Reap reap) {
    int dead;
    List<StoredEntry> expired;
    List<StoredEntry> tombstones;
    writerLock.lock();
    try {
      long now = wall.millis();
      rows.forgetOldAnswers();
      int left = reap.limit();
      dead = rows.dropDead(left);
      left -= dead;
      expired = rows.expiredBy(now - reap.expiryGrace().toMillis(), reap.seenThrough(), left);
      left -= expired.size();
      tombstones =
          rows.tombstonesBy(now - reap.tombstoneAge().toMillis(), reap.seenThrough(), left);
      collect(expired, tombstones);
    } finally {
      writerLock.unlock();
    }
    bySpace(expired).forEach(listeners::expired);
    int all = dead + expired.size() + tombstones.size();
    return new Reaped(expired.size(), tombstones.size(), dead, all >= reap.limit());
  }

  @Override
  public int evict(Space space, long keep, int limit) {
    MemorySpace owner = require(space);
    List<StoredEntry> evicted;
    writerLock.lock();
    try {
      long excess = Math.min(limit, owner.state().entries() - keep);
      evicted = excess <= 0 ? List.of() : owner.leastRecentlyWritten(excess);
      if (!evicted.isEmpty()) {
        WriteSet writes = begin();
        writes.evict(space.id(), evicted);
        publish(writes);
      }
    } finally {
      writerLock.unlock();
    }
    long now = wall.millis();
    listeners.expired(space, entries(evicted, entry -> entry.isExpiredAt(now)));
    listeners.evicted(space, entries(evicted, entry -> !entry.isExpiredAt(now)));
    return evicted.size();
  }

  @Override
  public Subscription subscribe(StoreListener listener) {
    return listeners.subscribe(listener);
  }

  @Override
  public Housekeeping housekeeping() {
    return housekeeping;
  }

  @Override
  public Listeners listeners() {
    return listeners;
  }

  @Override
  public void close() {
    housekeeping.close();
  }

  private MemorySpace require(Space space) {
    MemorySpace owner = rows.find(space.id());
    if (owner == null || !owner.state().name().equals(space.name())) {
      throw new IllegalArgumentException(
          "The space " + space + " was not opened by the store " + identity.location() + ".");
    }
    return owner;
  }

  private <T> T read(Supplier<T> reading) {
    long stamp = publication.tryOptimisticRead();
    if (stamp != 0) {
      T read = reading.get();
      if (publication.validate(stamp)) {
        return read;
      }
    }
    stamp = publication.readLock();
    try {
      return reading.get();
    } finally {
      publication.unlockRead(stamp);
    }
  }

  private <T> T write(@Nullable Subscription source, Function<WriteSet, T> work) {
    T result;
    List<Change> changes;
    writerLock.lock();
    try {
      WriteSet writes = begin();
      result = work.apply(writes);
      changes = publish(writes);
    } finally {
      writerLock.unlock();
    }
    listeners.changed(changes, source);
    return result;
  }

  private void collect(List<StoredEntry> some, List<StoredEntry> others) {
    if (!some.isEmpty() || !others.isEmpty()) {
      WriteSet writes = begin();
      some.forEach(writes::collect);
      others.forEach(writes::collect);
      publish(writes);
    }
  }

  private WriteSet begin() {
    return new WriteSet(rows, identity.origin(), clock, wall.millis(), rows.position());
  }

  private List<Change> publish(WriteSet writes) {
    long stamp = publication.writeLock();
    try {
      return rows.publish(writes);
    } finally {
      publication.unlockWrite(stamp);
    }
  }

  private Map<Space, List<Entry>> bySpace(List<StoredEntry> collected) {
    Map<Long, List<Entry>> entries = new TreeMap<>();
    for (StoredEntry row : collected) {
      entries.computeIfAbsent(row.space(), id -> new ArrayList<>()).add(row.entry());
    }
    Map<Space, List<Entry>> named = new HashMap<>();
    entries.forEach((id, some) -> named.put(new Space(id, rows.space(id).name()), some));
    return named;
  }

  private static List<Entry> entries(List<StoredEntry> evicted, Predicate<Entry> which) {
    return evicted.stream().map(StoredEntry::entry).filter(which).toList();
  }
}
