package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.Condition;
import io.larder.storage.Entry;
import io.larder.storage.Mutation;
import io.larder.storage.Outcome;
import io.larder.storage.ScanPage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.cache.Cache;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/**
 * Changes many entries: in batches of a few hundred, each one commit, all or nothing. The turns of
 * a batch's keys are taken in the order of their bytes, so that two batches cannot wait for each
 * other.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Bulk<K, V> {

  private static final int BATCH = 500;

  private final Core<K, V> core;
  private final Updates<K, V> updates;
  private final @Nullable WriteThrough<K, V> writer;

  Bulk(Core<K, V> core, Updates<K, V> updates, @Nullable WriteThrough<K, V> writer) {
    this.core = core;
    this.updates = updates;
    this.writer = writer;
  }

  /** One key of a batch. */
  private record Item<K, V>(K key, @Nullable V value, @Nullable Bytes encoded) {}

  /**
   * Stores all of them.
   *
   * @return how many were put
   */
  int putAll(Map<? extends K, ? extends V> entries) {
    SortedMap<Bytes, Item<K, V>> items = new TreeMap<>();
    entries.forEach(
        (key, value) ->
            items.put(
                core.codec().encodeKey(key),
                new Item<>(key, value, core.codec().encodeValue(value))));
    int count = 0;
    for (SortedMap<Bytes, Item<K, V>> batch : batches(items)) {
      count += inTurn(batch, () -> putBatch(batch));
    }
    return count;
  }

  /**
   * Removes all of them.
   *
   * @return how many there were
   */
  int removeAll(Collection<? extends K> keys) {
    SortedMap<Bytes, Item<K, V>> items = new TreeMap<>();
    keys.forEach(key -> items.put(core.codec().encodeKey(key), new Item<>(key, null, null)));
    int count = 0;
    for (SortedMap<Bytes, Item<K, V>> batch : batches(items)) {
      count += inTurn(batch, () -> removeBatch(batch));
    }
    return count;
  }

  /** Removes every entry, page by page. */
  int removeAll() {
    int count = 0;
    Bytes after = null;
    do {
      ScanPage page = core.space().scan(after, BATCH);
      count +=
          removeAll(
              page.entries().stream().map(entry -> core.codec().decodeKey(entry.key())).toList());
      after = page.next();
    } while (after != null);
    return count;
  }

  private List<SortedMap<Bytes, Item<K, V>>> batches(SortedMap<Bytes, Item<K, V>> items) {
    List<SortedMap<Bytes, Item<K, V>>> batches = new ArrayList<>();
    SortedMap<Bytes, Item<K, V>> batch = new TreeMap<>();
    for (Map.Entry<Bytes, Item<K, V>> item : items.entrySet()) {
      if (batch.size() == BATCH) {
        batches.add(batch);
        batch = new TreeMap<>();
      }
      batch.put(item.getKey(), item.getValue());
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private interface Work {
    int run();
  }

  private int inTurn(SortedMap<Bytes, Item<K, V>> batch, Work work) {
    boolean inside = UserCode.isRunning();
    Deque<KeyLocks.Held> turns = new ArrayDeque<>();
    Deque<KeyLeases.Held> leases = new ArrayDeque<>();
    try {
      for (Map.Entry<Bytes, Item<K, V>> item : batch.entrySet()) {
        K key = item.getValue().key();
        UserCode.refuseSameKey(core.engine(), key);
        turns.push(core.locks().acquire(key, !inside));
        if (writer != null) {
          leases.push(core.leases().acquire(item.getKey(), inside));
        }
      }
      return work.run();
    } finally {
      leases.forEach(KeyLeases.Held::close);
      turns.forEach(KeyLocks.Held::close);
    }
  }

  private int putBatch(SortedMap<Bytes, Item<K, V>> batch) {
    CacheWriterException failure = null;
    if (writer != null) {
      List<Cache.Entry<? extends K, ? extends V>> unwritten = new ArrayList<>();
      for (Item<K, V> item : batch.values()) {
        unwritten.add(new WrittenEntry<>(item.key(), valueOf(item)));
      }
      try {
        writer.writeAll(unwritten);
      } catch (CacheWriterException thrown) {
        failure = thrown;
        Set<Object> failed = new HashSet<>();
        unwritten.forEach(entry -> failed.add(entry.getKey()));
        batch.values().removeIf(item -> failed.contains(item.key()));
      }
    }
    int count = updates.storesBlindly() ? storeTogether(batch) : storeEach(batch);
    if (failure != null) {
      throw failure;
    }
    return count;
  }

  /** An expiry policy that has to be asked wants to know of each entry whether it is new. */
  private int storeEach(SortedMap<Bytes, Item<K, V>> batch) {
    int count = 0;
    for (Item<K, V> item : batch.values()) {
      V value = valueOf(item);
      boolean added =
          updates.update(item.key(), standing -> new Step<>(Step.Kind.STORE, value, true, false));
      count += added ? 1 : 0;
    }
    return count;
  }

  private int storeTogether(SortedMap<Bytes, Item<K, V>> batch) {
    long now = core.space().nowMillis();
    long ifCreated = core.expiry().onCreation(now);
    long ifUpdated = core.expiry().onUpdate(now);
    List<Mutation> puts = new ArrayList<>(batch.size());
    batch.forEach(
        (key, item) -> {
          Bytes encoded = item.encoded();
          if (encoded != null) {
            puts.add(new Mutation.Put(key, encoded, ifCreated, ifUpdated, Condition.NONE));
          }
        });
    commit(batch, puts);
    return puts.size();
  }

  private int removeBatch(SortedMap<Bytes, Item<K, V>> batch) {
    CacheWriterException failure = null;
    if (writer != null) {
      List<K> undeleted = new ArrayList<>();
      batch.values().forEach(item -> undeleted.add(item.key()));
      try {
        writer.deleteAll(undeleted);
      } catch (CacheWriterException thrown) {
        failure = thrown;
        Set<K> failed = new HashSet<>(undeleted);
        batch.values().removeIf(item -> failed.contains(item.key()));
      }
    }
    List<Mutation> deletes = new ArrayList<>(batch.size());
    batch.keySet().forEach(key -> deletes.add(Mutation.Delete.of(key)));
    int count = commit(batch, deletes);
    if (failure != null) {
      throw failure;
    }
    return count;
  }

  /** Makes the changes, publishes them and tells of them; answers how many entries stood before. */
  private int commit(SortedMap<Bytes, Item<K, V>> batch, List<Mutation> mutations) {
    if (mutations.isEmpty()) {
      return 0;
    }
    long[] generations = new long[batch.size()];
    int known = 0;
    for (Item<K, V> item : batch.values()) {
      generations[known++] = core.l1().generation(item.key());
      core.accessTimes().flush(item.key());
    }
    Commit commit = core.space().commit(mutations);
    List<EntryEvent<K, V>> events = new ArrayList<>();
    int stood = 0;
    int index = 0;
    for (Map.Entry<Bytes, Item<K, V>> row : batch.entrySet()) {
      Item<K, V> item = row.getValue();
      long generation = generations[index];
      Outcome outcome = commit.outcomes().get(index++);
      Entry before = outcome.before();
      stood += before == null ? 0 : 1;
      core.publish(item.key(), row.getKey(), generation, outcome.after(), item.value());
      events.addAll(
          core.events(
              item.key(),
              outcome.expired(),
              new Standing<>(core, item.key(), before),
              outcome.after(),
              item.value()));
    }
    core.tell(events);
    return stood;
  }

  private V valueOf(Item<K, V> item) {
    V value = item.value();
    if (value == null) {
      throw new IllegalStateException("An entry that is to be stored has no value.");
    }
    return value;
  }
}
