package io.larder.engine;

import io.larder.storage.Bytes;
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
@SuppressWarnings("try") // turns are held, not used
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

  /** Stores all of them. */
  void putAll(Map<? extends K, ? extends V> entries) {
    SortedMap<Bytes, Item<K, V>> items = new TreeMap<>();
    entries.forEach(
        (key, value) ->
            items.put(
                core.codec().encodeKey(key),
                new Item<>(key, value, core.codec().encodeValue(value))));
    for (SortedMap<Bytes, Item<K, V>> batch : batches(items)) {
      inTurn(batch, events -> putBatch(batch, events));
    }
  }

  /** Removes all of them. */
  void removeAll(Collection<? extends K> keys) {
    SortedMap<Bytes, Item<K, V>> items = new TreeMap<>();
    keys.forEach(key -> items.put(core.codec().encodeKey(key), new Item<>(key, null, null)));
    for (SortedMap<Bytes, Item<K, V>> batch : batches(items)) {
      inTurn(batch, events -> removeBatch(batch, events));
    }
  }

  /** Removes every entry, page by page. */
  void removeAll() {
    core.accessTimes().flushAll();
    Bytes after = null;
    do {
      ScanPage page = core.space().scan(after, BATCH);
      removeAll(page.entries().stream().map(entry -> core.codec().decodeKey(entry.key())).toList());
      after = page.next();
    } while (after != null);
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

  private interface Work<K, V> {
    void run(List<EntryEvent<K, V>> events);
  }

  /** Runs the work while it holds the turns of all keys, and tells of what it has done. */
  private void inTurn(SortedMap<Bytes, Item<K, V>> batch, Work<K, V> work) {
    List<EntryEvent<K, V>> events = new ArrayList<>();
    try (Turns turns = Turns.of(core, batch.values().stream().map(Item::key).toList())) {
      try {
        inLeases(List.copyOf(batch.keySet()), () -> work.run(events));
      } finally {
        core.tell(events);
      }
    }
  }

  private void inLeases(List<Bytes> keys, Runnable work) {
    Deque<KeyLeases.Held> leases = new ArrayDeque<>();
    try {
      if (writer != null) {
        keys.forEach(key -> leases.push(core.leases().acquire(key, UserCode.isRunning())));
      }
      work.run();
    } finally {
      leases.forEach(KeyLeases.Held::close);
    }
  }

  private void putBatch(SortedMap<Bytes, Item<K, V>> batch, List<EntryEvent<K, V>> events) {
    CacheWriterException failure = null;
    if (writer != null) {
      List<Cache.Entry<? extends K, ? extends V>> unwritten = new ArrayList<>();
      for (Item<K, V> item : batch.values()) {
        unwritten.add(new EntrySnapshot<>(item.key(), valueOf(item)));
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
    if (updates.storesBlindly()) {
      storeTogether(batch, events);
    } else {
      storeEach(batch, events);
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** An expiry policy that has to be asked wants to know of each entry whether it is new. */
  private void storeEach(SortedMap<Bytes, Item<K, V>> batch, List<EntryEvent<K, V>> events) {
    for (Item<K, V> item : batch.values()) {
      V value = valueOf(item);
      boolean added =
          updates.updateInTurn(
              item.key(), standing -> new Step<>(Step.Kind.STORE, value, true, false), events);
      core.statistics().put(added ? 1 : 0);
    }
  }

  private void storeTogether(SortedMap<Bytes, Item<K, V>> batch, List<EntryEvent<K, V>> events) {
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
    commit(batch, puts, events);
    core.statistics().put(puts.size());
  }

  private void removeBatch(SortedMap<Bytes, Item<K, V>> batch, List<EntryEvent<K, V>> events) {
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
    core.statistics().removed(commit(batch, deletes, events));
    if (failure != null) {
      throw failure;
    }
  }

  /** Makes the changes and publishes them; answers how many entries stood before. */
  private int commit(
      SortedMap<Bytes, Item<K, V>> batch, List<Mutation> mutations, List<EntryEvent<K, V>> events) {
    if (mutations.isEmpty()) {
      return 0;
    }
    long[] generations = new long[batch.size()];
    int known = 0;
    for (Item<K, V> item : batch.values()) {
      generations[known++] = core.l1().generation(item.key());
      core.accessTimes().flush(item.key());
    }
    List<Outcome> outcomes = commit(batch.values(), mutations);
    int stood = 0;
    int index = 0;
    for (Map.Entry<Bytes, Item<K, V>> row : batch.entrySet()) {
      Item<K, V> item = row.getValue();
      long generation = generations[index];
      Outcome outcome = outcomes.get(index++);
      Entry before = outcome.before();
      stood += before == null ? 0 : 1;
      K kept = core.codec().keptKey(item.key(), row.getKey());
      core.publish(kept, generation, outcome.after(), item.value());
      events.addAll(
          core.events(
              item.key(),
              outcome.expired(),
              new Standing<>(core, item.key(), before),
              outcome.after(),
              item.value()));
    }
    return stood;
  }

  private List<Outcome> commit(Collection<Item<K, V>> items, List<Mutation> mutations) {
    try {
      return core.space().commit(mutations).outcomes();
    } catch (RuntimeException | Error unknown) {
      // It may have been made all the same, so what L1 holds may be stale.
      items.forEach(item -> core.l1().invalidate(item.key()));
      throw unknown;
    }
  }

  private V valueOf(Item<K, V> item) {
    V value = item.value();
    if (value == null) {
      throw new IllegalStateException("An entry that is to be stored has no value.");
    }
    return value;
  }
}
