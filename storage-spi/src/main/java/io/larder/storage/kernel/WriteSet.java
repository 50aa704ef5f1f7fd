package io.larder.storage.kernel;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Change;
import io.larder.storage.Commit;
import io.larder.storage.Conflict;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.MergeResult;
import io.larder.storage.Mutation;
import io.larder.storage.PeerCursor;
import io.larder.storage.RequestId;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceState;
import io.larder.storage.StaleFenceException;
import io.larder.storage.Stamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The running state of one write transaction: what was read, decided and changed in it. It holds
 * the rules that are the same in every store; the store reads rows for it and afterwards writes
 * what it has changed, in one transaction.
 *
 * <ol>
 *   <li>The store begins its transaction, then makes a write set on the position and time found in
 *       it.
 *   <li>Batches, clears, merges and collections are applied in order. Each sees what those before
 *       it did; a rejected batch leaves no trace.
 *   <li>The store writes {@link #changedEntries}, {@link #collectedEntries}, {@link
 *       #changedSpaces}, {@link #conflicts}, {@link #answers}, {@link #cursors}, {@link #position},
 *       {@link #collectedThrough} and {@link #evictedThrough}, and commits. Only the last state of
 *       a row is written, however often it was changed.
 * </ol>
 *
 * <p>Not thread-safe: it belongs to the thread that has the transaction.
 */
public final class WriteSet {

  private final Rows rows;
  private final Writer writer;
  private long position;
  private long collectedThrough;
  private long evictedThrough;
  private long bytesRead;
  private @Nullable StoredEntry lastChange;

  private final Map<RowKey, Optional<Entry>> known = new HashMap<>();
  private final SortedMap<RowKey, StoredEntry> changed = new TreeMap<>();
  private final Set<RowKey> created = new HashSet<>();
  private final Map<RowKey, StoredEntry> collected = new LinkedHashMap<>();
  private final Map<Long, StoredSpace> spaces = new HashMap<>();
  private final Map<SpaceName, Long> spaceIds = new HashMap<>();
  private final Map<Long, StoredSpace> changedSpaces = new LinkedHashMap<>();
  private final Set<Long> restated = new HashSet<>();
  private final NavigableMap<Long, RowKey> entriesByPosition = new TreeMap<>();
  private final NavigableMap<Long, Long> spacesByPosition = new TreeMap<>();
  private final Map<RequestId, Commit> answers = new LinkedHashMap<>();
  private final Map<String, PeerCursor> cursors = new LinkedHashMap<>();
  private final List<Conflict> conflicts = new ArrayList<>();

  /**
   * @param rows reads the store inside the transaction
   * @param origin the store's own
   * @param clock the store's own, shared by all its transactions
   * @param nowMillis the time that expiries are measured by
   * @param position the last feed position that was given out
   */
  public WriteSet(Rows rows, long origin, HybridClock clock, long nowMillis, long position) {
    this.rows = rows;
    this.writer = new Writer(origin, clock, nowMillis);
    this.position = position;
  }

  /**
   * Makes the batch, or rejects it without a trace.
   *
   * @throws StaleFenceException if its fence does not stand
   * @throws IllegalArgumentException if a mutation is none that can be made
   */
  public Commit apply(Batch batch) {
    RequestId request = batch.requestId();
    if (request == null) {
      return new Deciding(this, rows, writer).decide(batch);
    }
    Commit known = answers.get(request);
    if (known == null) {
      known = rows.answer(request);
    }
    if (known != null) {
      return known;
    }
    Commit commit = new Deciding(this, rows, writer).decide(batch);
    answers.put(request, commit);
    return commit;
  }

  /** Reads the rows of several mutations in one go. */
  void load(long space, Collection<Mutation> mutations) {
    if (mutations.size() < 2) {
      return;
    }
    List<Bytes> unknown =
        mutations.stream()
            .map(Mutation::key)
            .distinct()
            .filter(key -> !known.containsKey(new RowKey(space, key)))
            .toList();
    Map<Bytes, StoredEntry> found = rows.entries(space, unknown);
    for (Bytes key : unknown) {
      known.put(new RowKey(space, key), read(found.get(key)));
    }
  }

  /** The id of the space of that name, which is created or, if it was destroyed, opened anew. */
  public long open(SpaceName name) {
    return opened(spaceNamed(name)).id();
  }

  /** The space, opened anew if it was destroyed. */
  StoredSpace opened(StoredSpace space) {
    return space.state().destroyed() ? change(space, cleared(space, false)) : space;
  }

  /** Kills all entries of the space by raising its epoch. */
  public void clear(long space) {
    StoredSpace standing = space(space);
    change(standing, cleared(standing, false));
  }

  /**
   * Clears the space of that name and marks it as destroyed, if it is there and is not so yet.
   *
   * @return whether it was
   */
  public boolean destroy(SpaceName name) {
    StoredSpace standing = found(name);
    if (standing == null || standing.state().destroyed()) {
      return false;
    }
    change(standing, cleared(standing, true));
    return true;
  }

  /** Destroys the spaces of that scope that are not destroyed yet, and returns how many. */
  public int destroyScope(String type, String id) {
    Set<SpaceName> names = new TreeSet<>();
    Stream.concat(rows.spaces(type, id).stream(), changedSpaces.values().stream())
        .map(StoredSpace::name)
        .filter(name -> name.isOf(type, id))
        .forEach(names::add);
    int destroyed = 0;
    for (SpaceName name : names) {
      destroyed += destroy(name) ? 1 : 0;
    }
    return destroyed;
  }

  /** The state after a clear or, if {@code destroy}, after a destruction. */
  SpaceState cleared(StoredSpace space, boolean destroy) {
    writer.clock().observe(space.state().clearedAt());
    return space.state().cleared(writer.clock().next(), writer.origin(), destroy);
  }

  /**
   * Applies rows of another store's feed.
   *
   * @param reached where that feed has been read to, or null
   * @throws io.larder.storage.RefusedChangeException if one is not to be merged; without a trace
   */
  public MergeResult merge(List<Change> changes, @Nullable PeerCursor reached) {
    new RemoteRows(writer.nowMillis()).check(changes);
    if (reached != null) {
      cursors.put(reached.peer(), reached);
    }
    return new Merging(this, rows, writer.clock(), writer.nowMillis()).merge(changes);
  }

  /**
   * Drops rows that nobody needs: tombstones and expired entries. The space's version floor rises
   * to theirs, so that a key created anew is never taken for an older state.
   *
   * @param row a row as it stands in this transaction
   */
  public void collect(StoredEntry row) {
    if (drop(row)) {
      collectedThrough = Math.max(collectedThrough, row.position());
    }
  }

  /**
   * Drops rows of one space as {@link #collect} does, and gives the space's row a new position:
   * that is what readers of the feed hear of it, for whom an eviction is no gap.
   */
  public void evict(long space, Collection<StoredEntry> evicted) {
    for (StoredEntry row : evicted) {
      if (drop(row)) {
        evictedThrough = Math.max(evictedThrough, row.position());
      }
    }
    if (!evicted.isEmpty()) {
      StoredSpace owner = space(space);
      change(owner, owner.state());
    }
  }

  /** Drops the row; false if a clear has killed it, so that nobody misses it. */
  private boolean drop(StoredEntry row) {
    RowKey key = new RowKey(row.space(), row.entry().key());
    StoredSpace space = space(row.space());
    changed.remove(key);
    lastChange = null;
    known.put(key, Optional.empty());
    collected.put(key, row);
    Stamp stamp = row.entry().stamp();
    if (stamp.epoch() < space.state().epoch()) {
      return false;
    }
    if (!row.entry().deleted()) {
      space = keep(space.counting(-1));
    }
    if (stamp.version() > space.state().versionFloor()) {
      change(space, space.state().withVersionFloor(stamp.version()));
    }
    return true;
  }

  /** The row under the key as it stands now, whatever state it is in, or null. */
  @Nullable Entry entry(long space, Bytes key) {
    return known
        .computeIfAbsent(new RowKey(space, key), row -> read(rows.entry(space, key)))
        .orElse(null);
  }

  private Optional<Entry> read(@Nullable StoredEntry row) {
    if (row == null) {
      return Optional.empty();
    }
    bytesRead += row.entry().value().length();
    return Optional.of(row.entry());
  }

  /** Lets {@code entry} stand, under a new position. */
  void write(long space, Entry entry) {
    RowKey key = new RowKey(space, entry.key());
    StoredSpace owner = space(space);
    Entry before = entry(space, entry.key());
    int difference = counts(entry, owner) - counts(before, owner);
    if (difference != 0) {
      keep(owner.counting(difference));
    }
    known.put(key, Optional.of(entry));
    collected.remove(key);
    if (before == null) {
      created.add(key);
    }
    lastChange = new StoredEntry(space, entry, ++position);
    changed.put(key, lastChange);
    entriesByPosition.put(position, key);
  }

  /**
   * Lets {@code entry} stand under a key that no store can have used, so that none is looked for.
   */
  void writeNew(long space, Entry entry) {
    known.put(new RowKey(space, entry.key()), Optional.empty());
    write(space, entry);
  }

  private static int counts(@Nullable Entry entry, StoredSpace space) {
    return entry != null && !entry.deleted() && entry.stamp().epoch() == space.state().epoch()
        ? 1
        : 0;
  }

  /** Lets the space be in {@code state}, under a new position. */
  StoredSpace change(StoredSpace space, SpaceState state) {
    spacesByPosition.put(++position, space.id());
    lastChange = null;
    restated.add(space.id());
    return keep(space.in(state, position));
  }

  private StoredSpace keep(StoredSpace space) {
    spaces.put(space.id(), space);
    changedSpaces.put(space.id(), space);
    return space;
  }

  StoredSpace space(long id) {
    return spaces.computeIfAbsent(id, rows::space);
  }

  /** The space of that name, created if it is not there. */
  StoredSpace spaceNamed(SpaceName name) {
    StoredSpace found = found(name);
    if (found != null) {
      return found;
    }
    StoredSpace space = keep(new StoredSpace(rows.newSpaceId(name), SpaceState.fresh(name), 0, 0));
    spaceIds.put(name, space.id());
    restated.add(space.id());
    return space;
  }

  private @Nullable StoredSpace found(SpaceName name) {
    Long id = spaceIds.get(name);
    if (id != null) {
      return space(id);
    }
    StoredSpace found = rows.space(name);
    if (found == null) {
      return null;
    }
    spaceIds.put(name, found.id());
    return spaces.computeIfAbsent(found.id(), same -> found);
  }

  /** See {@link Rows#survivors}; rows changed in this transaction are as it left them. */
  List<StoredEntry> survivors(Survivors sought) {
    List<StoredEntry> survivors = new ArrayList<>();
    for (StoredEntry row : changed.values()) {
      if (row.space() == sought.space() && sought.include(row.entry())) {
        survivors.add(row);
      }
    }
    int passedOver = changed.size() + collected.size();
    for (StoredEntry row : rows.survivors(sought.atMost(sought.limit() + passedOver))) {
      RowKey key = new RowKey(row.space(), row.entry().key());
      if (!changed.containsKey(key) && !collected.containsKey(key)) {
        survivors.add(row);
      }
    }
    return survivors.subList(0, Math.min(survivors.size(), sought.limit()));
  }

  /** Remembers the conflict; false if the loss of that state was recorded before. */
  boolean record(Conflict conflict) {
    boolean repeated =
        conflicts.stream()
            .anyMatch(
                other ->
                    other.space().equals(conflict.space())
                        && other.loser().key().equals(conflict.loser().key())
                        && other.loser().stamp().equals(conflict.loser().stamp()));
    return !repeated && conflicts.add(conflict);
  }

  /** Rows to write, by space and key. */
  public Collection<StoredEntry> changedEntries() {
    return changed.values();
  }

  /**
   * Whether a row of {@link #changedEntries} may be missing from the store; else one under its key
   * was read in this transaction and stands there.
   */
  public boolean isCreated(StoredEntry row) {
    return created.contains(new RowKey(row.space(), row.entry().key()));
  }

  /** Rows to remove. */
  public Collection<StoredEntry> collectedEntries() {
    return collected.values();
  }

  /** Spaces to write; those that are new to the store among them. */
  public Collection<StoredSpace> changedSpaces() {
    return changedSpaces.values();
  }

  /**
   * Whether a space of {@link #changedSpaces} stands in the store as it is here, but for the number
   * of its entries.
   */
  public boolean isOnlyCounted(StoredSpace space) {
    return !restated.contains(space.id());
  }

  /** With how many entries the space is left. */
  public long entries(long space) {
    return space(space).entries();
  }

  /** Conflicts to add to the log. */
  public List<Conflict> conflicts() {
    return conflicts;
  }

  /** Answers to keep for {@link io.larder.storage.Store#REQUEST_WINDOW}. */
  public Map<RequestId, Commit> answers() {
    return answers;
  }

  /** Cursors to keep. */
  public Collection<PeerCursor> cursors() {
    return cursors.values();
  }

  /**
   * The rows that were given positions after the one and through the other, each in its last state
   * here: a row that was changed once more since stands under the later position. May be read by
   * several threads once nothing is changed any more.
   */
  public List<Change> changes(long after, long through) {
    SortedMap<Long, Change> changes = new TreeMap<>();
    for (RowKey key : entriesByPosition.subMap(after, false, through, true).values()) {
      StoredEntry row = changed.get(key);
      StoredSpace owner = spaces.get(key.space());
      if (row != null && owner != null) {
        changes.put(row.position(), new Change.OfEntry(owner.name(), row.entry(), row.position()));
      }
    }
    for (Long id : spacesByPosition.subMap(after, false, through, true).values()) {
      StoredSpace space = changedSpaces.get(id);
      if (space != null) {
        changes.put(space.position(), new Change.OfSpace(space.state(), space.position()));
      }
    }
    return List.copyOf(changes.values());
  }

  /** The last feed position that has been given out. */
  public long position() {
    return position;
  }

  /**
   * The row that bears {@link #position}, if that was given to an entry's row here and no row has
   * been dropped since; else null. In constant time.
   */
  public @Nullable StoredEntry lastChange() {
    return lastChange;
  }

  /** How many bytes the values have that were read here, and are in memory until the commit. */
  public long bytesRead() {
    return bytesRead;
  }

  /** The highest position of a row that was collected here and not evicted, or 0. */
  public long collectedThrough() {
    return collectedThrough;
  }

  /** The highest position of a row that was evicted here, or 0. */
  public long evictedThrough() {
    return evictedThrough;
  }
}
