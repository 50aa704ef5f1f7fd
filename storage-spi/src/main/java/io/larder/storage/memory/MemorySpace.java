package io.larder.storage.memory;

import io.larder.storage.Bytes;
import io.larder.storage.kernel.StoredEntry;
import io.larder.storage.kernel.StoredSpace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One space: its state and the rows of its present epoch. A clear puts the rows away as a whole, in
 * constant time, to be collected later. Written by one thread at a time, which holds the store's
 * writer lock; {@link #state} and {@link #rows} are read by any.
 */
final class MemorySpace {

  private volatile StoredSpace state;
  private volatile ConcurrentSkipListMap<Bytes, StoredEntry> rows = new ConcurrentSkipListMap<>();

  /** What clears have put away, oldest first. */
  private final Deque<ConcurrentSkipListMap<Bytes, StoredEntry>> dead = new ArrayDeque<>();

  /** Rows that are no tombstones by position; kept once somebody has asked for an eviction. */
  private @Nullable TreeMap<Long, StoredEntry> writeOrder;

  MemorySpace(StoredSpace state) {
    this.state = state;
  }

  StoredSpace state() {
    return state;
  }

  /** The rows of the present epoch by key: live ones, expired ones and tombstones. */
  ConcurrentSkipListMap<Bytes, StoredEntry> rows() {
    return rows;
  }

  /** All rows, dead ones included. */
  Stream<StoredEntry> all() {
    return Stream.concat(
        rows.values().stream(), dead.stream().flatMap(killed -> killed.values().stream()));
  }

  /** Changes the state; a higher epoch puts the rows away. */
  void become(StoredSpace newState) {
    if (newState.state().epoch() > state.state().epoch() && !rows.isEmpty()) {
      dead.addLast(rows);
      rows = new ConcurrentSkipListMap<>();
      writeOrder = null;
    }
    state = newState;
  }

  /** Keeps the row, and returns the one that it replaces. */
  @Nullable StoredEntry put(StoredEntry row) {
    Bytes key = row.entry().key();
    if (row.entry().stamp().epoch() < state.state().epoch()) {
      if (dead.isEmpty()) {
        dead.addLast(new ConcurrentSkipListMap<>());
      }
      return dead.getLast().put(key, row);
    }
    StoredEntry replaced = rows.put(key, row);
    if (writeOrder != null) {
      if (replaced != null) {
        writeOrder.remove(replaced.position());
      }
      if (!row.entry().deleted()) {
        writeOrder.put(row.position(), row);
      }
    }
    return replaced;
  }

  /** Drops the row under the key, and returns it. */
  @Nullable StoredEntry remove(Bytes key) {
    StoredEntry removed = rows.remove(key);
    if (removed != null && writeOrder != null) {
      writeOrder.remove(removed.position());
    }
    return removed;
  }

  /** The least recently written rows that are no tombstones, up to {@code limit} of them. */
  List<StoredEntry> leastRecentlyWritten(long limit) {
    TreeMap<Long, StoredEntry> order = writeOrder;
    if (order == null) {
      order = new TreeMap<>();
      for (StoredEntry row : rows.values()) {
        if (!row.entry().deleted()) {
          order.put(row.position(), row);
        }
      }
      writeOrder = order;
    }
    List<StoredEntry> oldest = new ArrayList<>();
    for (StoredEntry row : order.values()) {
      if (oldest.size() >= limit) {
        break;
      }
      oldest.add(row);
    }
    return oldest;
  }

  /** Whether dead rows can be collected: none can while the clear that killed them is unknown. */
  boolean hasCollectableDead() {
    return !dead.isEmpty() && state.state().clearedAt() > 0;
  }

  /** Takes one of the rows that clears have put away, or null if there are none left. */
  @Nullable StoredEntry pollDead() {
    while (!dead.isEmpty()) {
      var first = dead.getFirst().pollFirstEntry();
      if (first != null) {
        return first.getValue();
      }
      dead.removeFirst();
    }
    return null;
  }
}
