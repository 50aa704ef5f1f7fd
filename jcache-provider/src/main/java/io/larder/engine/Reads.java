package io.larder.engine;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.ScanPage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads entries: from L1, else from the store, else through the loader.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Reads<K, V> {

  private final Core<K, V> core;
  private final Updates<K, V> updates;
  private final @Nullable ReadThrough<K, V> loader;
  private final boolean readThrough;
  private final L1<K> l1;
  private final Statistics statistics;
  private final boolean ignoresAccess;
  private volatile boolean keyTypeVerified;

  /**
   * @param loader what {@link #loadAll} asks, or null
   * @param readThrough whether a miss asks it too
   */
  Reads(
      Core<K, V> core,
      Updates<K, V> updates,
      @Nullable ReadThrough<K, V> loader,
      boolean readThrough) {
    this.core = core;
    this.updates = updates;
    this.loader = loader;
    this.readThrough = readThrough;
    this.l1 = core.l1();
    this.statistics = core.statistics();
    this.ignoresAccess = core.expiry().ignoresAccess();
  }

  /** The value, or null if there is none. Every hit comes through here, so it is kept short. */
  @SuppressWarnings("unchecked") // what L1 holds was checked when it entered
  @Nullable V get(K key) {
    Slot slot = l1.get(key);
    Object lasting = slot == null || !ignoresAccess ? null : slot.lasting();
    if (lasting == null) {
      return getOther(key, slot);
    }
    if (!statistics.counted()) {
      count(key);
    }
    return (V) lasting;
  }

  private @Nullable V getOther(K key, @Nullable Slot slot) {
    if (slot == null) {
      return getPastL1(key);
    }
    long expiresAt = slot.expiresAt();
    long now = expiresAt == Entry.NEVER && ignoresAccess ? 0 : core.space().nowMillis();
    if (expiresAt <= now) {
      return getPastL1(key);
    }
    V value = core.value(slot);
    if (value == null) {
      return absent(key);
    }
    if (!ignoresAccess) {
      core.accessed(key, slot, now);
    }
    if (!statistics.counted()) {
      count(key);
    }
    return value;
  }

  /**
   * Counts a hit, and does it once more between two looks at the clock, which cost more than it.
   */
  private void count(K key) {
    statistics.hit();
    if (statistics.timesHit()) {
      long start = statistics.start();
      Slot slot = l1.get(key);
      if (slot != null) {
        var unused = core.value(slot);
        statistics.timedHit(start);
      }
    }
  }

  /** What L1 holds or now holds under a key, and its value, or null if there is none. */
  private record Found<V>(Slot slot, @Nullable V value) {}

  private Found<V> read(Slot slot) {
    return new Found<>(slot, core.value(slot));
  }

  private @Nullable V answer(K key, Found<V> found) {
    V value = found.value();
    if (value == null) {
      return absent(key);
    }
    statistics.hit();
    core.accessed(key, found.slot());
    return value;
  }

  private @Nullable V absent(K key) {
    statistics.missed(1);
    return loader == null || !readThrough ? null : load(key, loader);
  }

  /** What L1 holds under the key and has not expired, or null. */
  private @Nullable Slot current(K key) {
    Slot slot = l1.get(key);
    if (slot == null) {
      return null;
    }
    long expiresAt = slot.expiresAt();
    return expiresAt == Entry.NEVER || expiresAt > core.space().nowMillis() ? slot : null;
  }

  private @Nullable V getPastL1(K key) {
    long start = statistics.start();
    V value = answer(key, fetch(key));
    statistics.timedGet(start, 1);
    return value;
  }

  /** Reads the entry from the store and keeps what it finds. */
  private Found<V> fetch(K key) {
    verifyKeyType();
    Bytes bytes = core.codec().encodeKey(key);
    long generation = l1.generation(key);
    core.accessTimes().flush(key);
    Entry entry = core.space().get(bytes);
    return keep(key, bytes, generation, entry);
  }

  private Found<V> keep(K key, Bytes bytes, long generation, @Nullable Entry entry) {
    V value = entry == null ? null : core.codec().decodeValue(entry);
    if (entry == null || value == null) {
      core.fillAbsent(key, bytes, generation);
      return new Found<>(Slot.absent(), null);
    }
    return new Found<>(core.fill(key, bytes, generation, entry, value), value);
  }

  /**
   * Keys of another type than the cache's are never found, so a cache that was filled with them
   * would look empty; the first stored key tells.
   */
  private void verifyKeyType() {
    if (!keyTypeVerified) {
      ScanPage first = core.space().scan(null, 1);
      if (!first.entries().isEmpty()) {
        core.codec().verifyKeyType(first.entries().get(0).key());
        keyTypeVerified = true;
      }
    }
  }

  /** Loads the value and stores it, unless somebody else has stored one meanwhile. */
  private @Nullable V load(K key, ReadThrough<K, V> source) {
    Loaded<V> once = new Loaded<>();
    return updates
        .update(
            key,
            standing -> {
              Optional<V> value = Optional.ofNullable(standing.value());
              if (value.isPresent()) {
                return Step.<V, Optional<V>>access(value);
              }
              V loaded = once.get(() -> source.load(key));
              return loaded == null
                  ? Step.<V, Optional<V>>keep(Optional.empty())
                  : Step.store(loaded, Optional.of(loaded));
            })
        .orElse(null);
  }

  /** What the loader has answered, so that another attempt need not call it again. */
  private static final class Loaded<V> {
    private boolean called;
    private @Nullable V value;

    @Nullable V get(Supplier<@Nullable V> load) {
      if (!called) {
        value = load.get();
        called = true;
      }
      return value;
    }
  }

  /** The value, or null if there is none; counts as a hit if there is one, and never loads. */
  @Nullable V getIfPresent(K key) {
    Slot slot = current(key);
    Found<V> found = slot == null ? fetch(key) : read(slot);
    return found.value() == null ? null : answer(key, found);
  }

  /** Whether there is an entry; this is no access. */
  boolean contains(K key) {
    Slot slot = current(key);
    return slot != null ? !slot.isAbsent() : fetch(key).value() != null;
  }

  /** The values of those keys that have one. */
  Map<K, V> getAll(Set<? extends K> keys) {
    long start = statistics.start();
    Map<K, V> found = new HashMap<>(2 * keys.size());
    List<K> unknown = new ArrayList<>();
    Set<K> missing = new HashSet<>();
    for (K key : keys) {
      Slot slot = current(key);
      if (slot == null) {
        unknown.add(key);
      } else {
        collect(key, read(slot), found, missing);
      }
    }
    fetchAll(unknown, (key, read) -> collect(key, read, found, missing));
    statistics.found(found.size());
    statistics.missed(missing.size());
    if (loader != null && readThrough && !missing.isEmpty()) {
      found.putAll(load(missing, loader, false));
    }
    statistics.timedGet(start, keys.size());
    return found;
  }

  private void collect(K key, Found<V> read, Map<K, V> found, Set<K> missing) {
    V value = read.value();
    if (value == null) {
      missing.add(key);
    } else {
      core.accessed(key, read.slot());
      found.put(key, value);
    }
  }

  private void fetchAll(List<K> keys, BiConsumer<K, Found<V>> collector) {
    if (keys.isEmpty()) {
      return;
    }
    verifyKeyType();
    List<Bytes> encoded = new ArrayList<>(keys.size());
    long[] generations = new long[keys.size()];
    for (K key : keys) {
      generations[encoded.size()] = l1.generation(key);
      encoded.add(core.codec().encodeKey(key));
      core.accessTimes().flush(key);
    }
    Map<Bytes, Entry> entries = core.space().getAll(encoded);
    for (int index = 0; index < generations.length; index++) {
      Bytes bytes = encoded.get(index);
      K key = keys.get(index);
      collector.accept(key, keep(key, bytes, generations[index], entries.get(bytes)));
    }
  }

  /** Loads and stores what the loader has of the keys; only missing ones unless {@code replace}. */
  Map<K, V> load(Set<? extends K> keys, ReadThrough<K, V> source, boolean replace) {
    Map<K, V> stored = new HashMap<>();
    source
        .loadAll(keys)
        .forEach(
            (key, value) -> {
              if (key != null && value != null && keys.contains(key)) {
                stored.put(key, store(key, value, replace));
              }
            });
    return stored;
  }

  private V store(K key, V loaded, boolean replace) {
    return updates.update(
        key,
        standing -> {
          V value = replace ? null : standing.value();
          return value == null ? Step.store(loaded, loaded) : Step.keep(value);
        });
  }

  /** Loads the keys; existing entries only if {@code replace}. Does nothing without a loader. */
  void loadAll(Set<? extends K> keys, boolean replace) {
    if (loader != null) {
      Set<K> wanted = new LinkedHashSet<>();
      for (K key : keys) {
        if (replace || !contains(key)) {
          wanted.add(key);
        }
      }
      if (!wanted.isEmpty()) {
        load(wanted, loader, replace);
      }
    }
  }
}
