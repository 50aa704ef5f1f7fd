package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.ScanPage;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceState;
import io.larder.storage.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.EventType;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;

/**
 * One cache on one space of a store: an L1 in front, and one read-modify-write path behind all
 * operations. Atomic across threads, processes and nodes that share the store. Thread-safe.
 *
 * <p>Arguments are not null; the faces see to that. Every operation throws {@link CacheException}
 * if the store fails, and what the specification says of loaders, writers, processors and
 * listeners.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class Engine<K, V> implements AutoCloseable {

  private final Core<K, V> core;
  private final Reads<K, V> reads;
  private final Updates<K, V> updates;
  private final Bulk<K, V> bulk;
  private final EntryReads<K, V> entryReads;
  private final EntryWrites<K, V> entryWrites;
  private final HistoryReads<K> historyReads;
  private final @Nullable ReadThrough<K, V> readThrough;
  private final boolean writesThrough;
  private final Consumer<Engine<?, ?>> onClose;
  private volatile long epoch;

  Engine(
      @Nullable Cache<K, V> source,
      EngineOptions<K, V> options,
      SpaceAccess space,
      KeyLeases leases,
      ScheduledExecutorService scheduler,
      Consumer<Engine<?, ?>> onClose) {
    String name = space.name().toString();
    EntryCodec<K, V> codec = new EntryCodec<>(name, options);
    L1<K> l1 = L1.of(options);
    this.core =
        new Core<>(
            this,
            source,
            options,
            space,
            codec,
            l1,
            new ExpiryRule(options.expiry()),
            new AccessTimes<>(space, codec, l1, scheduler),
            new Listeners<>(name),
            new Statistics(),
            new KeyLocks<>(),
            leases);
    this.onClose = onClose;
    ReadThrough<K, V> loader =
        options.loader() == null ? null : new ReadThrough<>(this, options.loader());
    WriteThrough<K, V> writer =
        options.writer() == null ? null : new WriteThrough<>(this, options.writer());
    this.readThrough = options.readThrough() ? loader : null;
    this.writesThrough = writer != null;
    this.updates = new Updates<>(core, writer);
    this.reads = new Reads<>(core, updates, loader, options.readThrough());
    this.bulk = new Bulk<>(core, updates, writer);
    this.entryReads = new EntryReads<>(core);
    this.historyReads = new HistoryReads<>(core);
    this.entryWrites = new EntryWrites<>(core);
  }

  String name() {
    return core.space().name().toString();
  }

  SpaceName space() {
    return core.space().name();
  }

  /** What this cache counts. */
  public Statistics statistics() {
    return core.statistics();
  }

  /** Reads that JCache has no words for. */
  public EntryReads<K, V> entryReads() {
    return entryReads;
  }

  /** Reads of what was recorded of changes. */
  public HistoryReads<K> historyReads() {
    return historyReads;
  }

  /** Writes that JCache has no words for. */
  public EntryWrites<K, V> entryWrites() {
    return entryWrites;
  }

  /** The time that expiries are measured by, in milliseconds since the Unix epoch. */
  public long nowMillis() {
    return core.space().nowMillis();
  }

  /** How many entries there are, expired ones that were not collected yet included. */
  public long count() {
    return core.space().count();
  }

  /** See {@link Cache#get}. */
  public @Nullable V get(K key) {
    return reads.get(key);
  }

  /** See {@link Cache#getAll}. */
  public Map<K, V> getAll(Set<? extends K> keys) {
    return reads.getAll(keys);
  }

  /** See {@link Cache#containsKey}. */
  public boolean containsKey(K key) {
    return reads.contains(key);
  }

  /** Loads keys as {@link Cache#loadAll} says, on this thread. */
  public void loadAll(Set<? extends K> keys, boolean replace) {
    reads.loadAll(keys, replace);
  }

  /** See {@link Cache#put}. */
  public void put(K key, V value) {
    long start = statistics().start();
    boolean added = true;
    if (updates.isBlind()) {
      updates.putBlindly(key, value);
    } else {
      added = updates.update(key, standing -> Step.put(value, true, false));
    }
    countPut(added, start);
  }

  /** See {@link Cache#getAndPut}. */
  public @Nullable V getAndPut(K key, V value) {
    long start = statistics().start();
    V before =
        updates
            .update(
                key,
                standing -> {
                  Optional<V> old = Optional.ofNullable(standing.value());
                  return Step.put(value, old, old);
                })
            .orElse(null);
    countFound(before != null, start);
    countPut(true, start);
    return before;
  }

  /** See {@link Cache#putIfAbsent}. */
  public boolean putIfAbsent(K key, V value) {
    long start = statistics().start();
    boolean added =
        updates.update(
            key, standing -> standing.exists() ? Step.keep(false) : Step.put(value, true, false));
    countFound(!added, start);
    countPut(added, start);
    return added;
  }

  /** See {@link Cache#replace(Object, Object)}. */
  public boolean replace(K key, V value) {
    long start = statistics().start();
    boolean replaced =
        updates.update(
            key, standing -> standing.exists() ? Step.put(value, true, true) : Step.keep(false));
    countFound(replaced, start);
    countPut(replaced, start);
    return replaced;
  }

  /** See {@link Cache#replace(Object, Object, Object)}. */
  public boolean replace(K key, V oldValue, V newValue) {
    long start = statistics().start();
    Found found =
        updates.update(
            key,
            standing -> {
              V value = standing.value();
              if (value == null) {
                return Step.keep(Found.NOTHING);
              }
              return value.equals(oldValue)
                  ? Step.put(newValue, Found.THAT, Found.THAT)
                  : Step.access(Found.ANOTHER);
            });
    countFound(found != Found.NOTHING, start);
    countPut(found == Found.THAT, start);
    return found == Found.THAT;
  }

  /** See {@link Cache#getAndReplace}. */
  public @Nullable V getAndReplace(K key, V value) {
    long start = statistics().start();
    V before =
        updates
            .update(
                key,
                standing -> {
                  Optional<V> old = Optional.ofNullable(standing.value());
                  return old.isEmpty() ? Step.<V, Optional<V>>keep(old) : Step.put(value, old, old);
                })
            .orElse(null);
    countFound(before != null, start);
    countPut(before != null, start);
    return before;
  }

  /** See {@link Cache#remove(Object)}. */
  public boolean remove(K key) {
    long start = statistics().start();
    boolean removed =
        writesThrough
            ? updates.update(key, standing -> Step.remove(standing.exists()))
            : updates.removeBlindly(key) != null;
    countRemoval(removed, start);
    return removed;
  }

  /** See {@link Cache#remove(Object, Object)}. */
  public boolean remove(K key, V oldValue) {
    long start = statistics().start();
    Found found =
        updates.update(
            key,
            standing -> {
              V value = standing.value();
              if (value == null) {
                return Step.keep(Found.NOTHING);
              }
              return value.equals(oldValue) ? Step.remove(Found.THAT) : Step.access(Found.ANOTHER);
            });
    countFound(found != Found.NOTHING, start);
    countRemoval(found == Found.THAT, start);
    return found == Found.THAT;
  }

  /** See {@link Cache#getAndRemove}. */
  public @Nullable V getAndRemove(K key) {
    long start = statistics().start();
    V before =
        updates
            .update(key, standing -> Step.remove(Optional.ofNullable(standing.value())))
            .orElse(null);
    countFound(before != null, start);
    countRemoval(before != null, start);
    return before;
  }

  /** What a conditional operation found. */
  private enum Found {
    NOTHING,
    ANOTHER,
    THAT
  }

  /**
   * See {@link Cache#invoke}. The processor runs in this thread; if another process changes the
   * entry meanwhile, it runs again, on what stands then.
   */
  public <T> @Nullable T invoke(
      K key, EntryProcessor<K, V, T> processor, @Nullable Object... arguments) {
    long start = statistics().start();
    Processed<T> processed =
        updates.update(
            key,
            standing -> {
              boolean found = standing.exists();
              Processing<K, V> run = new Processing<>(key, standing, readThrough);
              T result = UserCode.run(this, Set.of(key), () -> run.run(processor, arguments));
              return run.step(new Processed<>(result, found, run.hasPut(), run.hasRemoved()));
            });
    countFound(processed.found(), start);
    countPut(processed.put(), start);
    countRemoval(processed.removed(), start);
    return processed.result();
  }

  private record Processed<T>(@Nullable T result, boolean found, boolean put, boolean removed) {}

  /** See {@link Cache#putAll}. */
  public void putAll(Map<? extends K, ? extends V> entries) {
    long start = statistics().start();
    bulk.putAll(entries);
    statistics().timedPut(start, entries.size());
  }

  /** See {@link Cache#removeAll(Set)}. */
  public void removeAll(Set<? extends K> keys) {
    long start = statistics().start();
    bulk.removeAll(keys);
    statistics().timedRemove(start, keys.size());
  }

  /** See {@link Cache#removeAll()}. */
  public void removeAll() {
    long start = statistics().start();
    bulk.removeAll();
    core.l1().invalidateAll();
    statistics().timedRemove(start, 1);
  }

  /** See {@link Cache#clear}. Takes constant time. */
  public void clear() {
    try {
      core.space().clear();
    } finally {
      // It may have been made all the same, so what L1 holds may be stale.
      core.l1().invalidateAll();
    }
    noteEpoch();
    core.l1().invalidateAll();
    core.space().cleared(epoch);
  }

  /** A page of keys for an iterator. */
  public record KeyPage<K>(List<K> keys, @Nullable Bytes next) {}

  /**
   * Keys of live entries, in the order of their bytes.
   *
   * @param after the {@link KeyPage#next} of the page before, or null
   */
  public KeyPage<K> keys(@Nullable Bytes after, int limit) {
    if (after == null) {
      core.accessTimes().flushAll();
    }
    ScanPage page = core.space().scan(after, limit);
    List<K> keys = new ArrayList<>(page.entries().size());
    for (Entry entry : page.entries()) {
      keys.add(core.codec().decodeKey(entry.key()));
    }
    return new KeyPage<>(keys, page.next());
  }

  /** The value of an entry that an iterator comes to, or null if it is gone. Never loads. */
  public @Nullable V getForIteration(K key) {
    return reads.getIfPresent(key);
  }

  /** See {@link Cache#registerCacheEntryListener}. */
  public void register(CacheEntryListenerConfiguration<K, V> configuration) {
    core.listeners().register(configuration);
  }

  /** See {@link Cache#deregisterCacheEntryListener}. */
  public void deregister(CacheEntryListenerConfiguration<K, V> configuration) {
    core.listeners().deregister(configuration);
  }

  /**
   * Lets go of the space, whose entries stay, and closes the listeners. Closing twice does nothing
   * more.
   */
  @Override
  public void close() {
    onClose.accept(this);
    core.accessTimes().flushAll();
    core.listeners().close();
    core.l1().invalidateAll();
  }

  /**
   * Answers the value that is held of an earlier state of the entry than this one; null if none is.
   */
  @Nullable Supplier<@Nullable V> heldBefore(Entry entry) {
    try {
      Slot held = core.l1().get(core.codec().decodeKey(entry.key()));
      Stamp stamp = held == null ? null : held.stamp();
      return held == null || stamp == null || stamp.compareTo(entry.stamp()) >= 0
          ? null
          : () -> core.value(held);
    } catch (CacheException unreadable) {
      return null;
    }
  }

  /** Another node, or another manager of this process, has left the entry in this state. */
  void changedElsewhere(Entry entry) {
    try {
      K key = core.codec().decodeKey(entry.key());
      core.l1().changed(key, entry.deleted() ? null : entry.stamp(), entry.expiresAt());
    } catch (CacheException unreadable) {
      // Which key it is cannot be told, so any of them may be stale.
      mayBeStale();
    }
  }

  /**
   * The space is in this state. Another epoch than before means that it was cleared; the same, that
   * another process may have evicted entries: whether a bound holds there cannot be told from here.
   */
  void changedElsewhere(SpaceState state) {
    if (state.epoch() != epoch) {
      epoch = state.epoch();
      core.l1().invalidateAll();
    } else {
      core.l1().collectedThrough(state.versionFloor());
    }
  }

  void noteEpoch() {
    epoch = core.space().epoch();
  }

  /** Something may have been missed. */
  void mayBeStale() {
    core.l1().invalidateAll();
  }

  /** The store has collected expired entries. */
  void expired(List<Entry> entries) {
    List<EntryEvent<K, V>> events = new ArrayList<>();
    Cache<K, V> source = core.source();
    for (Entry entry : entries) {
      K key = dropped(entry);
      if (key != null && source != null && !core.listeners().isEmpty()) {
        V old = new Standing<>(core, key, entry).valueToTell();
        events.add(new EntryEvent<>(source, EventType.EXPIRED, key, old, old));
      }
    }
    core.tell(events);
  }

  /** The store has evicted entries. */
  void evicted(List<Entry> entries) {
    statistics().evicted(entries.size());
    entries.forEach(this::dropped);
  }

  /** Drops from L1 what the store has dropped; answers its key, or null if it cannot be read. */
  private @Nullable K dropped(Entry entry) {
    try {
      K key = core.codec().decodeKey(entry.key());
      core.l1().invalidate(key);
      return key;
    } catch (CacheException unreadable) {
      mayBeStale();
      return null;
    }
  }

  private void countFound(boolean found, long start) {
    if (found) {
      statistics().hit();
    } else {
      statistics().missed(1);
    }
    statistics().timedGet(start, 1);
  }

  private void countPut(boolean added, long start) {
    if (added) {
      statistics().put(1);
      statistics().timedPut(start, 1);
    }
  }

  private void countRemoval(boolean removed, long start) {
    if (removed) {
      statistics().removed(1);
      statistics().timedRemove(start, 1);
    }
  }
}
